import { describe, expect, it } from 'vitest';
import { check, told, withWorkspace } from './planted.ts';
import { sizes } from './rules/sizes.ts';

const planted = (path: string, text = '') => told(check(sizes, { [path]: text }));
const lines = (count: number) => 'x;\n'.repeat(count);

describe('the sizes checker', () => {
  it('passes small files with names that say something', () => {
    expect(
      planted(
        'shop/contexts/ordering/application/checkout.saga.ts',
        'export class Businesses {} export const useManagement = 1;',
      ),
    ).toEqual([]);
    expect(planted('packages/metes/src/base/a.ts', lines(400))).toEqual([]);
    expect(planted('packages/metes/src/base/a.test.ts', lines(600))).toEqual([]);
  });

  it('catches files above the cap', () => {
    expect(planted('packages/metes/src/base/a.ts', lines(401))[0]).toContain('401 lines and the cap is 400');
    expect(planted('packages/metes/src/base/a.test.ts', lines(601))[0]).toContain('the cap is 600');
  });

  it('catches names that are not in kebab case', () => {
    expect(planted('tools/placeOrder.ts')[0]).toContain('to "place-order"');
    expect(planted('tools/My_Folder/a.ts')).toHaveLength(1);
  });

  it.each(['utils', 'util', 'helpers', 'helper', 'manager', 'common', 'misc', 'bus', 'mediator'])(
    'catches "%s" in names of files and folders',
    (word) => {
      expect(planted(`shop/${word}.ts`)).toHaveLength(1);
      expect(planted(`shop/order-${word}/a.ts`)).toHaveLength(1);
    },
  );

  it.each([
    'OrderManager',
    'dateHelper',
    'StringUtils',
    'Mediator',
    'BaseEntity',
    'MessageBus',
    'CommandBus',
    'inMemoryEventBus',
  ])('catches the export %s', (name) => {
    expect(planted('shop/a.ts', `export const ${name} = 1;`)[0]).toContain('says nothing');
    expect(planted('shop/a.ts', `class X {} export { X as ${name} };`)).toHaveLength(1);
  });

  it('reports the median and the ninth decile', () => {
    const notes = withWorkspace(
      { 'shop/a.ts': lines(10), 'shop/b.ts': lines(20), 'shop/c.ts': lines(30) },
      (w) => sizes.run(w).notes,
    );
    expect(notes[0]).toBe('source files: 3, median 20 lines, p90 30, longest 30');
  });
});
