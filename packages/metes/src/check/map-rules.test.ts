import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { context } from '../model/context.ts';
import { contextMap } from '../model/context-map.ts';
import { sharedKernel } from '../model/relations.ts';
import { core, generic, supporting } from '../model/subdomain.ts';
import { catalog, ordering, reviews } from './sample-under-test.ts';
import { type Edit, SystemUnderTest } from './system-under-test.ts';
import type { ContextMap } from '../model/system-map.ts';

let system: SystemUnderTest;
beforeAll(async () => {
  system = await SystemUnderTest.make();
});
afterAll(() => system.remove());

const code = (lines: number): string => 'export const line = 1;\n'.repeat(lines);
const told = (edit: Edit, map: ContextMap): string[] =>
  system.everything(edit, { map }).map((each) => `${each.code} ${each.message}`);

describe('the rules of the map are judged with what the sources tell', () => {
  test('a generic context above its budget of own code', () => {
    const map = contextMap(
      'm',
      context('reviews', { ...reviews, subdomain: generic({ reviewed: '2026-11-02', budget: 100 }) }),
    );
    const at = (lines: number) => told({ 'contexts/reviews/domain/review.ts': code(lines) }, map);
    // context.ts has one more line.
    expect(at(99)).not.toContainEqual(expect.stringContaining('METES_MAP_OVER_BUDGET'));
    expect(at(100)).toContainEqual(
      'METES_MAP_OVER_BUDGET reviews is generic and has 101 lines of own code; its budget is 100.',
    );
  });

  test('a core context whose tests are shallow', () => {
    const map = contextMap(
      'm',
      context('catalog', { ...catalog, subdomain: core({ reviewed: '2026-11-02' }) }),
    );
    const at = (lines: number) => told({ 'contexts/catalog/domain/product.ts': code(lines) }, map);
    expect(at(30)).not.toContainEqual(expect.stringContaining('METES_MAP_TESTS_SHALLOW'));
    expect(at(300)).toContainEqual(expect.stringContaining('METES_MAP_TESTS_SHALLOW'));
  });

  test('a kernel above its budget, wherever it is', () => {
    const kernel = {
      name: 'money',
      owner: 'Checkout',
      version: '1.0.0',
      budget: 1,
      path: 'kernel/money',
      contents: ['Money'],
    };
    const map = (path: string) =>
      contextMap('m', sharedKernel(catalog, ordering, { kernel: { ...kernel, path } }));
    const over = 'METES_MAP_KERNEL_OVER_BUDGET';
    expect(told({}, map('kernel/money'))).not.toContainEqual(expect.stringContaining(over));
    expect(told({}, map('contexts/inventory'))).toContainEqual(expect.stringContaining(over));
  });

  test('a review that is overdue on the day of the check', () => {
    const map = contextMap(
      'm',
      context('reviews', { ...reviews, subdomain: supporting({ reviewed: '2025-01-01' }) }),
    );
    const found = (today: string) =>
      system.everything({}, { map, facts: { today } }).map((each) => each.code);
    expect(found('2025-12-31')).not.toContain('METES_MAP_REVIEW_OVERDUE');
    expect(found('2026-01-02')).toContain('METES_MAP_REVIEW_OVERDUE');
  });
});
