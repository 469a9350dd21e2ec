import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparable, IndexedFields } from './indexed-fields.ts';

describe('the fields by which rows are listed', () => {
  it('have the columns that the store assigned', () => {
    const fields = new IndexedFields();
    fields.assign('orders', ['customer', 'amount']);
    expect([fields.column('orders', 'customer'), fields.column('orders', 'amount')]).toEqual(['f0', 'f1']);
    expect(fields.columns('orders', { amount: 5, customer: 'ann', other: 1 })).toEqual(['"ann"', '5']);
    expect(fields.columns('orders', { amount: null, customer: ['ann'] })).toEqual(['', '']);
    expect(fields.columns('unknown', { amount: 5 })).toEqual([]);
  });

  it('are those that were declared and no others', () => {
    const fields = new IndexedFields();
    expect(() => fields.column('orders', 'customer')).toThrow('METES_STORE_FIELD_NOT_INDEXED');
  });

  it('compare as JSON does, whatever their length', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 700, size: 'max' }),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
        ),
        (value) => {
          const text = comparable(value);
          expect(text.length).toBeLessThanOrEqual(600);
          expect(text).toBe(comparable(JSON.parse(JSON.stringify(value))));
        },
      ),
    );
    expect(comparable(5)).not.toBe(comparable('5'));
    expect(comparable('x'.repeat(400))).not.toBe(comparable('x'.repeat(401)));
  });
});
