import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantedUnasked } from './planted-unasked-under-test.ts';
import { SystemUnderTest } from './system-under-test.ts';

let system: SystemUnderTest;
beforeAll(async () => {
  system = await SystemUnderTest.make();
});
afterAll(() => system.remove());

describe('what is taken without being handed over is caught: METES_CHECK_REACHES_OUT', () => {
  test.each(plantedUnasked)('$name', ({ edit, code, says, at }) => {
    const found = system.findings(edit).filter((each) => each.code === code);
    const told = found.map(({ message, hint }) => `${message} ${hint}`).join('\n');
    for (const part of says.split(/(?<=repeated\.) /)) expect(told).toContain(part);
    expect(found.map(({ where }) => `${where.file}:${where.line}`)).toContain(at);
  });
});

describe('what only looks like it is left alone', () => {
  const domain = 'contexts/ordering/domain/a.ts';
  test.each([
    ['a parameter', 'export const load = (fetch: (url: string) => string) => fetch("x");'],
    ['a parameter with a default of its own', 'export const load = (fetch = () => 1) => fetch();'],
    [
      'a parameter that is taken apart',
      'export const load = ({ fetch, process }: any) => fetch(process.env);',
    ],
    ['a function of that name', 'function fetch() { return 1; }\nexport const one = fetch();'],
    ['a constant in a block', '{ const setTimeout = (ms: number) => ms; setTimeout(1); }'],
    ['a constant of an outer function', 'export function f(location: string) { return () => location; }'],
    ['the variable of a loop', 'for (const module of [1]) { module.toFixed(); }'],
    ['what is caught', 'try { f(); } catch (process) { process.env; }\nfunction f() {}'],
    ['a class of that name', 'class Worker {}\nexport const one = new Worker();'],
    [
      'an import of that name',
      "import { Order as Worker } from './order.ts';\nexport const one = new Worker();",
    ],
    ['a member', 'export const load = (x: any) => [x.fetch("y"), x.process.env, x.Date.now(), x?.eval];'],
    ['a method', 'export class Dog { fetch() { return this.require(); } require() { return 1; } }'],
    ['a key', 'export const words = { fetch: 1, process: 2, "eval": 3, setTimeout() {} };'],
    ['a label', 'process: for (;;) break process;'],
    ['a type', 'export type F = typeof fetch; export interface W { at: Date; process: Worker }'],
    ['a text and a comment', '// fetch(process.env)\nexport const text = "new Date()";'],
    [
      'a date made of something',
      'export const at = (ms: number) => new Date(ms).getTime() + Date.UTC(2026, 1);',
    ],
    [
      'what is asked of a value',
      'export const is = (x: unknown) => x instanceof Date || x instanceof Function;',
    ],
    [
      'what all functions have',
      'export const called = Function.prototype.call; export const is = (x: object) => Object.getPrototypeOf(x) === Function.prototype;',
    ],
    [
      'a formatter that is given its date, and another thing of that name',
      "const day = new Intl.DateTimeFormat('en', { timeZone: 'UTC' });\nexport const said = (at: Date, money: { format(): string }) => day.format(at) + day.formatToParts(at).length + money.format();",
    ],
    [
      'what is computed',
      'export const n = Math.max(1, 2) + Number(JSON.parse("1")); queueMicrotask(() => 1);',
    ],
    ['a digest', "import { createHash } from 'node:crypto';\nexport const hash = createHash('sha256');"],
  ])('%s', (_name, text) => {
    expect(system.findings({ [domain]: text })).toEqual([]);
  });

  test('infrastructure, api and tests', () => {
    const text = 'export const at = [Date.now(), process.env, fetch, crypto.randomUUID()];';
    const files = ['infrastructure/a.ts', 'api/a.ts', 'context.ts', 'domain/a.test.ts'];
    const edit = Object.fromEntries(files.map((file) => [`contexts/ordering/${file}`, text]));
    expect(system.findings(edit)).toEqual([]);
  });
});
