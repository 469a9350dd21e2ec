import { expect, test } from 'vitest';
import type { ContextMap } from '../model/context-map.ts';
import type { Context } from '../model/context.ts';
import { preferredPort } from './preferred-port.ts';

const named = (name: string, routes: number): Context =>
  ({ name, routes: Array.from({ length: routes }, () => ({})) }) as unknown as Context;
const [cart, audit, ordering, payments] = [
  named('cart', 3),
  named('audit', 0),
  named('ordering', 1),
  named('payments', 1),
] as const;
const map = { contexts: [cart, audit, ordering, payments] } as unknown as ContextMap;

test('processes with a context each have ports one after the other, those without routes have none', () => {
  expect([cart, ordering, payments].map((each) => preferredPort(map, [each], 8080))).toEqual([
    8080, 8081, 8082,
  ]);
  expect(preferredPort(map, [audit], 8080)).toBe(0);
});

test('a process with several contexts has the port of the first of them', () => {
  expect(preferredPort(map, map.contexts, 8080)).toBe(8080);
  expect(preferredPort(map, [payments, audit, ordering], 8080)).toBe(8081);
});

test('where there is no such port, and where a free one is wanted, a free one is taken', () => {
  expect(preferredPort(map, [payments], 65_534)).toBe(0);
  expect(preferredPort(map, [payments], 0)).toBe(0);
});
