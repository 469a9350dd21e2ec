import { expect, it } from 'vitest';
import type { z } from 'zod';
import { identifier } from './identifier.ts';

const OrderId = identifier('ordering.OrderId');
const CustomerId = identifier('ordering.CustomerId');
type OrderId = z.output<typeof OrderId>;

it('reads ids of letters, digits and a few signs', () => {
  for (const id of ['o', '0198c2f0-7e1a-7000-8000-000000000000', 'SKU_1.a:b', 'x'.repeat(100)])
    expect(OrderId.parse(id)).toBe(id);
});

it.each([
  '',
  ' ',
  ' o',
  'o ',
  '-o',
  'o/1',
  'о-1',
  'o\n',
  'o\u0000',
  'x'.repeat(101),
  'x'.repeat(10_000_000),
  7,
  null,
  ['o'],
])('refuses hostile ids, case %#', (id) => {
  expect(OrderId.safeParse(id).success).toBe(false);
});

it('keeps ids of two kinds apart when compiled', () => {
  const cancel = (id: OrderId): string => id;
  expect(cancel(OrderId.parse('o-1'))).toBe('o-1');
  // @ts-expect-error: the id of a customer is none of an order
  expect(cancel(CustomerId.parse('c-1'))).toBe('c-1');
  // @ts-expect-error: neither is any text
  expect(cancel('o-1')).toBe('o-1');
});
