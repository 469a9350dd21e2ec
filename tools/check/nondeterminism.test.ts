import { describe, expect, it } from 'vitest';
import { check } from './planted.ts';
import { nondeterminism } from './rules/nondeterminism.ts';

const inDomain = (text: string) => check(nondeterminism, { 'shop/contexts/ordering/domain/order.ts': text });

describe('the nondeterminism checker', () => {
  it.each([
    'export const at = Date.now();',
    'export const at = new Date();',
    'export const at = new (Date as any)();',
    'export const at = Date();',
    'export const at = performance.now();',
    'export const chance = Math.random();',
    "export const chance = Math['random']();",
    'export const id = crypto.randomUUID();',
    'export const id = globalThis.crypto.getRandomValues(new Uint8Array(4));',
    'setTimeout(() => 1, 5);',
    'setInterval(() => 1, 5);',
    'setImmediate(() => 1);',
    'export const port = process.env.PORT;',
    'export const at = process.hrtime();',
    "export const page = fetch('x');",
    "export const socket = new WebSocket('ws://x');",
    'export const signal = AbortSignal.timeout(5);',
    'export const at = Temporal.Now.instant();',
  ])('catches %s', (text) => {
    expect(inDomain(text)).toHaveLength(1);
  });

  it.each([
    'const { now } = Date; export const at = () => now();',
    'const { now: later } = Date; export { later };',
    'const clock = Date; export const at = () => clock.now();',
    'const clock = Date; export const at = () => new clock();',
    'export const at = globalThis.Date.now();',
    "globalThis['setTimeout'](() => 1, 5);",
    'globalThis[`setTimeout`](() => 1, 5);',
    'const { setTimeout: wait } = globalThis; wait(() => 1, 5);',
    'const world = globalThis; export const at = () => world.Date.now();',
    'const key = "now"; export const at = (Date as never)[key];',
    'export const at = ({ now } = Date) => now();',
    'let now; ({ now } = Date); export { now };',
    'export const read = (from = globalThis) => from;',
    'export const at = [1].map(Date.now);',
    'export class Order { at = Date.now(); }',
  ])('sees through the alias in %s', (text) => {
    expect(inDomain(text)).not.toEqual([]);
  });

  it('passes dates made of something, members of that name, ports of that name and types', () => {
    const clean = `
      interface Ports { fetch(url: string): string; now(): number; setTimeout: typeof setTimeout }
      export const at = (clock: { now(): number }) => new Date(clock.now());
      export const page = (ports: Ports) => ports.fetch('x') + ports.now();
      export function wait(setTimeout: (ms: number) => void, process: { env: string }) { setTimeout(5); return process.env; }
      export const day = Date.UTC(2026, 1, 1) + Math.max(1, 2);
      export const soon = () => queueMicrotask(() => undefined);
      export const table = { fetch: 1, process: 2 };
      export const isDate = (value: unknown): value is Date => value instanceof Date;
    `;
    expect(inDomain(clean)).toEqual([]);
  });

  it('catches Node modules', () => {
    expect(inDomain("import { connect } from 'node:net';")).toHaveLength(1);
    expect(inDomain("export const load = () => import('fs');")).toHaveLength(1);
    expect(inDomain("import { setTimeout as wait } from 'node:timers/promises';")).toHaveLength(1);
  });

  it('looks at the pure floors, the application and the contract, and at nothing else', () => {
    const text = 'export const at = Date.now();';
    const found = check(nondeterminism, {
      'packages/metes/src/base/a.ts': text,
      'packages/metes/src/runtime/a.ts': text,
      'packages/metes/src/runtime/a.test.ts': text,
      'packages/metes/src/start/a.ts': text,
      'shop/contexts/ordering/application/a.ts': text,
      'shop/contexts/ordering/contract/a.ts': text,
      'shop/contexts/ordering/infrastructure/a.ts': text,
    });
    expect(found.map((finding) => finding.file)).toEqual([
      'packages/metes/src/base/a.ts',
      'packages/metes/src/runtime/a.ts',
      'shop/contexts/ordering/application/a.ts',
      'shop/contexts/ordering/contract/a.ts',
    ]);
  });
});
