import { expect, it } from 'vitest';
import { mostTallyAccounts, tally } from './tally.ts';

const stock = tally('stock', ['available', 'reserved', 'shipped']);

it('makes moves between its accounts', () => {
  expect(stock.move({ key: 'SKU-1', quantity: 2, from: 'available', to: 'reserved' })).toStrictEqual({
    tally: 'stock',
    key: 'SKU-1',
    quantity: 2,
    from: 'available',
    to: 'reserved',
  });
  expect(stock.receive({ key: 'SKU-1', quantity: 5, into: 'available' })).toStrictEqual({
    tally: 'stock',
    key: 'SKU-1',
    quantity: 5,
    to: 'available',
  });
  expect(stock.remove({ key: 'SKU-1', quantity: 5, from: 'shipped' })).toStrictEqual({
    tally: 'stock',
    key: 'SKU-1',
    quantity: 5,
    from: 'shipped',
  });
});

it('knows its accounts when compiled and when run: METES_DOMAIN_TALLY_ACCOUNT', () => {
  // @ts-expect-error: no account of this tally
  expect(() => stock.move({ key: 'SKU-1', quantity: 1, from: 'available', to: 'lost' })).toThrow(
    'METES_DOMAIN_TALLY_ACCOUNT',
  );
  // @ts-expect-error: no account of this tally
  expect(() => stock.remove({ key: 'SKU-1', quantity: 1, from: 'toString' })).toThrow(
    'METES_DOMAIN_TALLY_ACCOUNT',
  );
});

it.each([0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '1' as never])(
  'moves no %s of anything: METES_DOMAIN_TALLY_QUANTITY',
  (quantity) => {
    expect(() => stock.move({ key: 'SKU-1', quantity, from: 'available', to: 'reserved' })).toThrow(
      'METES_DOMAIN_TALLY_QUANTITY',
    );
  },
);

it('has one account or a few: METES_DOMAIN_TALLY_SIZE', () => {
  const accounts = Array.from({ length: mostTallyAccounts + 1 }, (_, index) => `a${index}`);
  expect(() => tally('stock', [])).toThrow('METES_DOMAIN_TALLY_SIZE');
  expect(() => tally('stock', accounts)).toThrow('METES_DOMAIN_TALLY_SIZE');
  expect(tally('stock', accounts.slice(1)).accounts).toHaveLength(mostTallyAccounts);
});
