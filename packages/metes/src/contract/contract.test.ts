import fc from 'fast-check';
import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { contract } from './contract.ts';

const v1 = z.object({ orderId: z.string(), cents: z.int() });
const v2 = z.object({ orderId: z.string(), cents: z.int(), currency: z.enum(['USD', 'EUR']) });
const v3 = z.object({
  orderId: z.string(),
  total: z.object({ minor: z.int(), currency: z.enum(['USD', 'EUR']) }),
});
const orderPlaced = contract('ordering.order-placed', {
  v1,
  v2,
  v3,
  upcast: {
    v1: (old) => ({ ...old, currency: 'USD' }),
    v2: ({ orderId, cents, currency }) => ({ orderId, total: { minor: cents, currency } }),
  },
});

it('knows its owner, its versions and the data of the latest', () => {
  expect([orderPlaced.contract, orderPlaced.context, orderPlaced.version]).toStrictEqual([
    'ordering.order-placed',
    'ordering',
    3,
  ]);
  expectTypeOf<ReturnType<typeof orderPlaced.read>>().toEqualTypeOf<z.output<typeof v3>>();
  const single = contract('a.b', { v1 });
  expectTypeOf<ReturnType<typeof single.read>>().toEqualTypeOf<{ orderId: string; cents: number }>();
});

it('lifts the data of every version to the latest', () => {
  const total = fc.record({
    orderId: fc.string(),
    cents: fc.maxSafeNat(),
    currency: fc.constantFrom('USD', 'EUR'),
  });
  fc.assert(
    fc.property(total, ({ orderId, cents, currency }) => {
      const latest = { orderId, total: { minor: cents, currency } };
      expect(orderPlaced.read(2, { orderId, cents, currency })).toStrictEqual(latest);
      expect(orderPlaced.read(3, latest)).toStrictEqual(latest);
      expect(orderPlaced.read(1, { orderId, cents })).toStrictEqual({
        orderId,
        total: { minor: cents, currency: 'USD' },
      });
    }),
  );
});

it('writes what it reads back, and nothing that its schema does not name', () => {
  const data = {
    orderId: 'o-1',
    total: { minor: 5, currency: 'EUR' as const, margin: 3 },
    internal: 'secret',
  };
  const written = orderPlaced.write(data);
  expect(written).toStrictEqual({ orderId: 'o-1', total: { minor: 5, currency: 'EUR' } });
  expect(orderPlaced.read(3, JSON.parse(JSON.stringify(written)))).toStrictEqual(written);
});

it('reads what it let out itself without asking again, but no copy, no other version and nothing that its schema would change', () => {
  let asked = 0;
  const counted = z.object({ cents: z.int().refine(() => ++asked > 0) });
  const counting = contract('a.counted', { v1: counted, v2: counted, upcast: { v1: (old) => old } });
  const data = counting.writeAll({ cents: 1 })[0]!.data as { readonly cents: number };
  expect([counting.read(2, data), asked]).toStrictEqual([data, 1]);
  counting.read(2, { ...data });
  expect(asked).toBe(2);
  counting.read(1, data);
  expect(asked).toBeGreaterThan(2);

  const louder = contract('a.louder', { v1: z.object({ text: z.string().overwrite((text) => `${text}!`) }) });
  expect(louder.read(1, louder.write({ text: 'a' }))).toStrictEqual({ text: 'a!!' });
});

it('gives everybody data that nobody can change, wherever it comes from', () => {
  const data = { orderId: 'o', total: { minor: 5, currency: 'EUR' as const } };
  for (const read of [orderPlaced.read(3, data), orderPlaced.read(3, orderPlaced.write(data))]) {
    expect(() => Object.assign(read.total, { minor: 6 })).toThrow(TypeError);
  }
  expect(() => orderPlaced.read(1, Object.freeze({ orderId: 'o', cents: 5 }))).not.toThrow();
  const careless = contract('a.b', {
    v1,
    v2,
    upcast: { v1: (old) => Object.assign(old, { currency: 'USD' }) },
  });
  expect(() => careless.read(1, { orderId: 'o', cents: 5 })).toThrow(
    /METES_CONTRACT_CAST_FAILED: The upcast of .* v1 failed: .*not extensible/,
  );
});

it('refuses data that does not fit, going out and coming in: METES_CONTRACT_INVALID', () => {
  expect(() => orderPlaced.write({ orderId: 'o-1', total: { minor: 0.5, currency: 'EUR' } })).toThrow(
    /METES_CONTRACT_INVALID.*v3: total\.minor/,
  );
  expect(() => orderPlaced.read(1, { orderId: 'o-1', cents: '5' })).toThrow(
    /METES_CONTRACT_INVALID.*v1: cents/,
  );
  expect(() => orderPlaced.read(3, null)).toThrow('METES_CONTRACT_INVALID');
  const wrong = contract('a.b', { v1, v2, upcast: { v1: (old) => old } });
  expect(() => wrong.read(1, { orderId: 'o-1', cents: 5 })).toThrow(/METES_CONTRACT_INVALID.*v2: currency/);
});

it('says METES_CONTRACT_VERSION_UNKNOWN for versions of a later build, or none', () => {
  for (const version of [4, 0, -1, 1.5, Number.NaN]) {
    expect(() => orderPlaced.read(version, {})).toThrow('METES_CONTRACT_VERSION_UNKNOWN');
  }
});

it.each(['orderPlaced', 'ordering.OrderPlaced', 'ordering.', '.x', 'a.b.c', 'Ordering.x', 'a.b\n'])(
  'is not named %j: METES_CONTRACT_NAME',
  (name) => {
    expect(() => contract(name, { v1 })).toThrow('METES_CONTRACT_NAME');
  },
);

it('numbers its versions without gaps: METES_CONTRACT_VERSION_GAP', () => {
  expect(() => contract('a.b', { v1, v3 })).toThrow('METES_CONTRACT_VERSION_GAP');
  expect(() => contract('a.b', { v1, v2x: v2 } as unknown as { v1: typeof v1 })).toThrow(
    'METES_CONTRACT_VERSION_GAP',
  );
});

it.each([
  ['upcast', 'v9', 'v1, v2'],
  ['upcast', 'v3', 'v1, v2'],
  ['downcast', 'v7', 'v2, v3'],
  ['downcast', 'v1', 'v2, v3'],
] as const)('has no %s of %s, which leads nowhere: METES_CONTRACT_CAST_NOWHERE', (way, version, known) => {
  const same = (form: unknown) => form;
  const casts = { upcast: { v1: same, v2: same }, downcast: { v2: same, v3: same } };
  expect(contract('a.b', { v1, v2, v3, ...casts }).version).toBe(3);
  const wrong = { ...casts, [way]: { ...casts[way], [version]: same } };
  expect(() => contract('a.b', { v1, v2, v3, ...wrong })).toThrow(
    expect.objectContaining({
      code: 'METES_CONTRACT_CAST_NOWHERE',
      message: `METES_CONTRACT_CAST_NOWHERE: a.b has ${way}.${version}, which would never run.`,
      hint: expect.stringContaining(`; ${known} of a.b can`),
    }),
  );
});

it('lifts every version but the last: METES_CONTRACT_UPCAST_MISSING', () => {
  expect(() => contract('a.b', { v1, v2 })).toThrow('METES_CONTRACT_UPCAST_MISSING');
  expect(() => contract('a.b', { v1, v2, v3, upcast: { v2: (old) => old } })).toThrow(
    'METES_CONTRACT_UPCAST_MISSING',
  );
});
