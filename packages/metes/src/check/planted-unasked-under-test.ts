import type { Planted } from './planted-imports-under-test.ts';

const time = 'Take the time from the command or the event';
const chance = 'Take the id or the number from the command';
const waiting = 'is a deadline of the context';
const port = 'Declare a port in application/';
const settings = 'settings are read in the configuration';
const loading = 'Import what is needed by its name';
const storage = 'What lasts is the state of an aggregate';
const named = 'so that everybody can see it';

/** What code takes although nobody handed it over, each with what is said of it. */
export const plantedUnasked: readonly Planted[] = [
  ...inDomain(port, [
    ['fetch', "export const page = fetch('https://shop.test');"],
    ['fetch', 'export const call = fetch;', 'handed on'],
    ['fetch', "const call = fetch; call('https://shop.test');", 'by another name'],
    ['fetch', 'export const ask = (call = fetch) => call;', 'as a default'],
    ['fetch', 'export const clients = { fetch };', 'as a field'],
    ['fetch', "globalThis.fetch('https://shop.test');", 'of globalThis'],
    ['fetch', "globalThis['fetch']('https://shop.test');", 'of globalThis by a text'],
    ['fetch', "globalThis['fe' + 'tch']('https://shop.test');", 'of globalThis by texts added up'],
    ['fetch', "(globalThis as any).window.fetch('https://shop.test');", 'of window of globalThis'],
    ['fetch', 'const { fetch: call } = globalThis; export { call };', 'taken out of globalThis'],
    ['fetch', "declare const fetch: (url: string) => unknown; fetch('x');", 'declared to be there'],
    ['fetch', "declare global { function fetch(): void } fetch('x');", 'declared for all'],
    ['XMLHttpRequest', 'export const request = new XMLHttpRequest();'],
    ['WebSocket', "export const socket = new WebSocket('wss://shop.test');"],
    ['EventSource', 'export class Feed extends EventSource {}'],
    ['navigator.sendBeacon', "navigator.sendBeacon('https://shop.test');"],
    ['Worker', "export const worker = new Worker('data:text/javascript,1');"],
    ['BroadcastChannel', "new BroadcastChannel('orders').postMessage(1);"],
  ]),
  ...inDomain(settings, [
    ['process.env.KEY', 'export const key = process.env.KEY;'],
    ['process.getBuiltinModule', "export const fs = process.getBuiltinModule('node:fs');"],
    ['process.binding', "export const fs = (process as any).binding('fs');"],
    ['process.env', 'const { env } = process; export { env };', 'taken apart'],
    ['process.env', 'export const env = global.process?.env;', 'of the global object'],
    ['process.mainModule.require', "process.mainModule!.require('node:fs');"],
  ]),
  ...inDomain(loading, [
    ['eval', "export const one = eval('1');"],
    ['eval', "export const one = (0, eval)('1');", 'indirectly'],
    ['Function', "export const one = new Function('return 1')();"],
    ['Function', "export const one = Function('return 1')();", 'without new'],
    ['constructor.constructor', "export const one = [].constructor.constructor('return 1')();"],
    ['constructor.constructor', "export const one = (() => 1).constructor('return 1')();", 'of a function'],
    ['require', 'export const load = [require];', 'handed on'],
    ['module.constructor._load', "(module.constructor as any)._load('node:fs');"],
  ]),
  ...inDomain(time, [
    ['Date.now', 'export const at = () => Date.now();'],
    ['Date.now', 'const { now } = Date; export { now };', 'taken out of it'],
    ['new Date()', 'export const at = new Date();'],
    ['new Date()', 'const Clock = Date; export const at = new Clock();', 'by another name'],
    ['Date()', 'export const at = Date();'],
    ['Date', 'export class Now extends Date {}', 'as what is extended'],
    ['Date', 'export const at = Reflect.construct(Date, []);', 'made by reflection'],
    ['performance.now', 'export const at = performance.now();'],
    ['Temporal.Now.instant', 'export const at = Temporal.Now.instant();'],
  ]),
  ...inDomain(chance, [
    ['Math.random', 'export const chance = Math.random();'],
    ['crypto.randomUUID', 'export const id = crypto.randomUUID();'],
    ['crypto.getRandomValues', 'export const bytes = self.crypto.getRandomValues(new Uint8Array(4));'],
    ['node:crypto.randomUUID', "import { randomUUID } from 'node:crypto'; export const id = randomUUID();"],
    ['crypto.randomBytes', "import crypto from 'crypto'; export const bytes = crypto.randomBytes(4);"],
    [
      'node:crypto.randomInt',
      "import * as c from 'node:crypto'; const { randomInt } = c; export { randomInt };",
    ],
  ]),
  ...inDomain(waiting, [
    ['setTimeout', 'setTimeout(() => 1, 5);'],
    ['setInterval', 'export const every = setInterval;', 'handed on'],
    ['setImmediate', 'setImmediate(() => 1);'],
    ['AbortSignal.timeout', 'export const signal = AbortSignal.timeout(5);'],
    ['Atomics.wait', 'Atomics.wait(new Int32Array(4), 0, 0, 5);'],
  ]),
  ...inDomain(time, [
    ['Intl.DateTimeFormat without a date', "export const now = new Intl.DateTimeFormat('en').format();"],
    ['Intl.DateTimeFormat without a date', "const f = Intl.DateTimeFormat('en'); f.format();", 'by a name'],
    [
      'Intl.DateTimeFormat without a date',
      "const { DateTimeFormat } = Intl; export class Day { static f = new DateTimeFormat('en'); now = () => Day.f.formatToParts(undefined); }",
      'in a field',
    ],
  ]),
  ...inDomain(loading, [
    ['Function.prototype.constructor', "export const f = Function.prototype.constructor('return 1');"],
    ['Function', 'export const make = Function;', 'handed on'],
  ]),
  ...inDomain(storage, [['localStorage.setItem', "localStorage.setItem('order', '1');"]]),
  ...inDomain(named, [
    ['the global object as a whole', 'export const world = globalThis;'],
    ['the global object as a whole', "Reflect.get(globalThis, 'fetch');", 'read by reflection'],
    [
      'the global object as a whole',
      'export const of = (name: string) => (globalThis as any)[name];',
      'by a name',
    ],
    ['Math[...]', 'export const of = (name: "random") => Math[name];'],
  ]),
  ...['application', 'contract'].map((layer) => plant(port, `${layer}/a.ts`, 'fetch', "fetch('x');", '')),
  plant(settings, 'language.ts', 'process.env', 'export const language = process.env;', ''),
  plant(
    waiting,
    'application/a.ts',
    'node:timers/promises.setTimeout',
    "import { setTimeout as later } from 'node:timers/promises'; export const wait = () => later(5);",
    '',
  ),
  plant(
    loading,
    'application/a.ts',
    'node:module.createRequire',
    "import { createRequire } from 'node:module'; export const load = createRequire(import.meta.url)('pg');",
    '',
  ),
  ...['module', 'vm', 'perf_hooks'].map((name): Planted => ({
    name: `node:${name} in domain/a.ts`,
    edit: { 'contexts/ordering/domain/a.ts': `import 'node:${name}';` },
    code: 'METES_CHECK_TECHNOLOGY',
    says: 'it knows no HTTP, database, broker, file or process',
    at: 'contexts/ordering/domain/a.ts:1',
  })),
];

type Line = readonly [said: string, text: string, how?: string];

function inDomain(suggestion: string, lines: readonly Line[]): Planted[] {
  return lines.map(([said, text, how = '']) => plant(suggestion, 'domain/a.ts', said, text, how));
}

function plant(suggestion: string, file: string, said: string, text: string, how: string): Planted {
  const from = file.includes('/') ? `${file.split('/')[0]}/` : file;
  return {
    name: `${said} ${how} in ${file}`.replace('  ', ' '),
    edit: { [`contexts/ordering/${file}`]: text },
    code: 'METES_CHECK_REACHES_OUT',
    says: `${from} of ordering uses ${said}, which nobody handed to it; what it does could be neither tested nor repeated. ${suggestion}`,
    at: `contexts/ordering/${file}:1`,
  };
}
