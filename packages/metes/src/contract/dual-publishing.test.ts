import fc from 'fast-check';
import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { contract } from './contract.ts';
import { daysToSunset } from './sunset.ts';
import type { Casts } from './version-chain.ts';

const v1 = z.object({ orderId: z.string(), cents: z.int() });
const v2 = z.object({ orderId: z.string(), cents: z.int(), currency: z.string() });
const v3 = z.object({ orderId: z.string(), total: z.object({ minor: z.int(), currency: z.string() }) });
const casts = {
  upcast: {
    v1: (old: z.output<typeof v1>) => ({ ...old, currency: 'USD' }),
    v2: ({ orderId, cents, currency }: z.output<typeof v2>) => ({
      orderId,
      total: { minor: cents, currency },
    }),
  },
  downcast: {
    v2: ({ orderId, cents }: z.output<typeof v2>) => ({ orderId, cents }),
    v3: ({ orderId, total }: z.output<typeof v3>) => ({
      orderId,
      cents: total.minor,
      currency: total.currency,
    }),
  },
};
const dual = contract('ordering.order-placed', { v1, v2, v3, ...casts, sunset: { v1: '2027-03-01' } });

it('gives all forms that go out together, the latest first', () => {
  const order = fc.record({
    orderId: fc.string(),
    minor: fc.maxSafeNat(),
    currency: fc.constantFrom('EUR', 'JPY'),
  });
  fc.assert(
    fc.property(order, ({ orderId, minor, currency }) => {
      const latest = { orderId, total: { minor, currency } };
      expect(dual.writeAll(latest)).toStrictEqual([
        { version: 3, data: latest },
        { version: 1, data: { orderId, cents: minor } },
      ]);
      expect(dual.write(latest)).toStrictEqual(latest);
    }),
  );
  const plain = contract('a.b', { v1 });
  expect(plain.writeAll({ orderId: 'o', cents: 1 })).toStrictEqual([
    { version: 1, data: { orderId: 'o', cents: 1 } },
  ]);
});

it('is read in the version that a subscriber names, whichever version comes', () => {
  expectTypeOf<ReturnType<typeof dual.v1.read>>().toEqualTypeOf<z.output<typeof v1>>();
  expectTypeOf<ReturnType<typeof dual.read>>().toEqualTypeOf<z.output<typeof v3>>();
  expect([dual.reads, dual.v1.reads, dual.v2.reads, dual.v3.reads]).toStrictEqual([3, 1, 2, 3]);
  const latest = { orderId: 'o', total: { minor: 5, currency: 'EUR' } };
  expect(dual.v1.read(3, latest)).toStrictEqual({ orderId: 'o', cents: 5 });
  expect(dual.v2.read(1, { orderId: 'o', cents: 5 })).toStrictEqual({
    orderId: 'o',
    cents: 5,
    currency: 'USD',
  });
  expect(dual.v1.whole).toBe(dual);
  expect(dual.whole).toBe(dual);
});

it('cannot be read in an older version where no downcast leads: METES_CONTRACT_VERSION_UNKNOWN', () => {
  const oneWay = contract('a.b', { v1, v2, upcast: { v1: casts.upcast.v1 } });
  expect([oneWay.canRead(1), oneWay.v1.canRead(2), dual.v1.canRead(3), dual.canRead(4)]).toStrictEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(() => oneWay.v1.read(2, { orderId: 'o', cents: 5, currency: 'EUR' })).toThrow(
    'METES_CONTRACT_VERSION_UNKNOWN',
  );
});

it('needs the way down to every version that goes out: METES_CONTRACT_DOWNCAST_MISSING', () => {
  const { upcast } = casts;
  const only = (downcast: Casts) => () =>
    contract('a.b', { v1, v2, v3, upcast, downcast, sunset: { v1: '2027-03-01' } });
  expect(only({})).toThrow(/METES_CONTRACT_DOWNCAST_MISSING.*no downcast from v3/);
  expect(only({ v3: casts.downcast.v3 })).toThrow(/METES_CONTRACT_DOWNCAST_MISSING.*no downcast from v2/);
});

it('refuses what a downcast gives and the older schema does not accept: METES_CONTRACT_INVALID', () => {
  const wrong = contract('a.b', {
    v1,
    v2,
    upcast: { v1: casts.upcast.v1 },
    downcast: { v2: () => ({ orderId: 'o' }) },
    sunset: { v1: '2027-03-01' },
  });
  expect(() => wrong.writeAll({ orderId: 'o', cents: 1, currency: 'EUR' })).toThrow(
    /METES_CONTRACT_INVALID.*v1: cents/,
  );
});

it('says which cast failed, whatever it throws: METES_CONTRACT_CAST_FAILED', () => {
  const failing = contract('a.b', {
    v1,
    v2,
    upcast: {
      v1: () => {
        throw new Error('no rate of this day');
      },
    },
    downcast: {
      v2: ({ lines }: { lines?: unknown[] }) => lines!.length,
    },
    sunset: { v1: '2027-03-01' },
  });
  expect(() => failing.read(1, { orderId: 'o', cents: 1 })).toThrow(
    'METES_CONTRACT_CAST_FAILED: The upcast of a.b v1 failed: no rate of this day',
  );
  const latest = { orderId: 'o', cents: 1, currency: 'EUR' };
  expect(() => failing.writeAll(latest)).toThrow(
    'METES_CONTRACT_CAST_FAILED: The downcast of a.b v2 failed: ',
  );
  expect(failing.read(2, latest)).toStrictEqual(latest);
});

it.each<readonly [unknown, string]>([
  [{ v3: '2027-03-01' }, 'only versions before v3 end'],
  [{ v4: '2027-03-01' }, 'only versions before v3 end'],
  [{ vx: '2027-03-01' }, 'only versions before v3 end'],
  [{ v1: '2027-02-29' }, 'is no day'],
  [{ v1: 'soon' }, 'is no day'],
  [{ v1: '2027-03-01T00:00:00Z' }, 'is no day'],
  [{ v1: undefined }, 'is no day'],
  [{ v1: null }, 'null is no day'],
  [{ v1: 20_270_301 }, '20270301 is no day'],
  [{ v1: new Date(0) }, 'an object is no day'],
  [{ v1: { on: ['2027-03-01'] } }, 'is no day'],
  [{ v1: { on: '2027-03-01', despite: true } }, 'no words'],
  [{ v1: { on: '2027-03-01', despite: '  ' } }, 'no words'],
])('takes no sunset of %j: METES_CONTRACT_SUNSET', (sunset, reason) => {
  const declare = () => contract('a.b', { v1, v2, v3, ...casts, sunset: sunset as { v1: string } });
  expect(declare).toThrow(new RegExp(`METES_CONTRACT_SUNSET.*${reason}`));
});

it('counts the days to a sunset from the beginning of its day', () => {
  const at = (time: string): number => daysToSunset({ on: '2027-03-01' }, Date.parse(time));
  expect(at('2027-02-27T12:00:00Z')).toBe(2);
  expect(at('2027-02-28T23:59:59Z')).toBe(1);
  expect(at('2027-03-01T00:00:00Z')).toBe(0);
  expect(at('2027-03-02T00:00:00Z')).toBe(-1);
});
