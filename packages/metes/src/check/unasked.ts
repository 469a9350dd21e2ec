import type { Reference } from './references.ts';
import { keyOf, type SyntaxNode, unwrapped } from './syntax.ts';

/** What code takes from outside of it without being handed it: time, chance, the process, the network, other code. */
export interface Unasked {
  /** As somebody would write it: `Date.now`, `new Date()`. */
  readonly said: string;
  /** What to do instead, as a sentence. */
  readonly instead: string;
}

/** What to do instead of asking a clock. */
export const time =
  'Take the time from the command or the event that brings it; what is due later is a deadline.';
const chance = 'Take the id or the number from the command: api/ and infrastructure/ may draw it.';
const waiting = 'What happens later is a deadline of the context; what takes long is a call through a port.';
const outside =
  'Declare a port in application/ with port<T>()("name"), implement it in infrastructure/, and ask it in a call.';
const settings =
  'Hand in what is needed: settings are read in the configuration, and infrastructure/ is made with them.';
const loading = 'Import what is needed by its name, so that everybody can see it.';
const storage = 'What lasts is the state of an aggregate or the rows of a projection.';

/** Globals that nobody has to import, by their path; what lies below a path is meant too. */
const unasked: Readonly<Record<string, string>> = {
  ...all(time, 'Date.now', 'performance', 'Temporal.Now'),
  ...all(chance, 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues', 'crypto.randomBytes'),
  ...all(chance, 'crypto.subtle.generateKey'),
  ...all(
    waiting,
    'setTimeout',
    'setInterval',
    'setImmediate',
    'requestAnimationFrame',
    'requestIdleCallback',
  ),
  ...all(waiting, 'AbortSignal.timeout', 'scheduler', 'Atomics.wait', 'Atomics.waitAsync'),
  ...all(outside, 'fetch', 'fetchLater', 'XMLHttpRequest', 'WebSocket', 'WebSocketStream', 'WebTransport'),
  ...all(
    outside,
    'EventSource',
    'RTCPeerConnection',
    'BroadcastChannel',
    'navigator',
    'document',
    'location',
  ),
  ...all(outside, 'Worker', 'SharedWorker', 'Deno', 'Bun'),
  ...all(storage, 'localStorage', 'sessionStorage', 'indexedDB', 'caches'),
  ...all(settings, 'process'),
  ...all(loading, 'eval', 'Function', 'importScripts', 'require', 'module', 'WebAssembly'),
};

/** Modules of Node that bring the same, for those layers that may import others of Node: by module and name. */
const imported: Readonly<Record<string, { readonly names: RegExp; readonly instead: string }>> = {
  crypto: {
    names: /^(webcrypto\.(subtle\.)?)?(random|getRandomValues|generate|pseudoRandom|rng|prng)/,
    instead: chance,
  },
  timers: { names: /^(set|promises\.set|scheduler)/, instead: waiting },
  'timers/promises': { names: /^(set|scheduler)/, instead: waiting },
  perf_hooks: { names: /^performance/, instead: time },
  process: { names: /^/, instead: settings },
  module: { names: /^(createRequire|Module|_load|register)/, instead: loading },
  vm: { names: /^/, instead: loading },
};

/** Globals of which some members only bring something, so that a member chosen at run time cannot be judged. */
const partly = ['Date', 'Math', 'crypto', 'Temporal', 'AbortSignal', 'Atomics'];

/** What a reference takes unasked; undefined when it does no harm. */
export function unaskedBy(reference: Reference): Unasked | undefined {
  const { module, path, node, parent } = reference;
  if (module !== undefined) return unaskedOf(module, path);
  if (path.length === 0) {
    const instead = 'Name the global that is needed, so that everybody can see it.';
    return { said: 'the global object as a whole', instead };
  }
  // What a value is an instance of can be asked of anything, and what all functions have is no code made of text.
  if (parent?.type === 'BinaryExpression' && parent['operator'] === 'instanceof') return undefined;
  if (path[0] === 'Function' && path[1] === 'prototype' && !path.includes('constructor')) return undefined;
  for (let length = path.length; length > 0; length--) {
    const instead = unasked[path.slice(0, length).join('.')];
    if (instead !== undefined) return { said: path.join('.'), instead };
  }
  if (path.length === 1 && path[0] === 'Date' && parent?.['callee'] && unwrapped(parent['callee']) === node) {
    if (parent.type === 'CallExpression') return { said: 'Date()', instead: time };
    const [first] = parent['arguments'];
    if (!first || first.type === 'SpreadElement') return { said: 'new Date()', instead: time };
  }
  if (path.length === 1 && path[0] === 'Date' && makesOthers(node, parent))
    return { said: 'Date', instead: time };
  if (path.length === 1 && partly.includes(path[0]!) && parent?.type === 'MemberExpression')
    return {
      said: `${path[0]}[...]`,
      instead: 'Name the member that is needed, so that everybody can see it.',
    };
  return undefined;
}

/** `class Now extends Date {}` and `Reflect.construct(Date, [])`: whatever it makes tells the time. */
function makesOthers(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (parent?.['superClass']) return unwrapped(parent['superClass'] as SyntaxNode) === node;
  return parent?.type === 'CallExpression' && keyOf(unwrapped(parent['callee'])) === 'construct';
}

function unaskedOf(module: string, path: readonly string[]): Unasked | undefined {
  const name = module.replace(/^node:/, '');
  const known = Object.hasOwn(imported, name) ? imported[name] : undefined;
  const said = path.join('.');
  if (!known?.names.test(said)) return undefined;
  return { said: [module, ...path].join('.'), instead: known.instead };
}

function all(instead: string, ...paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, instead]));
}
