import fc from 'fast-check';
import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { toJson } from '../base/json.ts';
import { parse } from '../base/schema.ts';
import { Money } from './money.ts';
import { Quantity } from './quantity.ts';
import { valueObject } from './value-object.ts';

class Address extends valueObject(
  'Address',
  z.object({
    street: z.string(),
    city: z.string(),
    state: z.string(),
    zipCode: z.string(),
    country: z.string(),
  }),
) {
  formatted(): string {
    return `${this.street}, ${this.city}, ${this.state} ${this.zipCode}, ${this.country}`;
  }
}
class Sku extends valueObject('Sku', z.string().regex(/^[A-Z]+-\d+$/)) {
  get family(): string {
    return this.value.split('-')[0]!;
  }
}
class Tags extends valueObject('Tags', z.array(z.string())) {}
class Offer extends valueObject(
  'Offer',
  z.object({
    sku: Sku.schema(),
    price: Money.schema(),
    quantity: Quantity.schema(),
    notes: z.record(z.string(), z.string()).optional(),
  }),
) {
  total(): Money {
    return this.price.times(this.quantity);
  }
}
class Weight extends valueObject('Weight', z.object({ grams: z.int() })) {
  static grams(grams: number): Weight {
    return new Weight({ grams });
  }
  #heavy(): boolean {
    return this.grams > 1000;
  }
  isHeavy(): boolean {
    return this.#heavy();
  }
}
class Dose extends valueObject('Dose', z.object({ grams: z.int() })) {}

const home = { street: '1 Main St', city: 'Springfield', state: 'IL', zipCode: '62701', country: 'US' };

it('has the fields and methods of its class', () => {
  const address = new Address(home);
  expect(address.formatted()).toBe('1 Main St, Springfield, IL 62701, US');
  expectTypeOf(address.street).toEqualTypeOf<string>();
  // @ts-expect-error: fields are read-only
  expect(() => (address.street = 'elsewhere')).toThrow(TypeError);
});

it('is frozen with all that it holds', () => {
  const tags = new Tags(['a']);
  expect(() => tags.value.push('b')).toThrow(TypeError);
  expect(
    Object.isFrozen(
      new Offer({ sku: 'A-1', price: Money.of(1, 'EUR'), quantity: 1, notes: { a: 'b' } }).notes,
    ),
  ).toBe(true);
});

it('does not freeze or keep what it was made from', () => {
  const list = ['a'];
  const tags = new Tags(list);
  list.push('b');
  expect(tags.value).toStrictEqual(['a']);
});

it('equals by value: all fields, whatever their order', () => {
  const address = new Address(home);
  expect(address.equals(new Address({ ...home }))).toBe(true);
  for (const field of Object.keys(home))
    expect(address.equals(new Address({ ...home, [field]: 'other' }))).toBe(false);
  const offer = (notes?: Record<string, string>): Offer =>
    new Offer({ sku: 'A-1', price: { minor: 1, currency: 'EUR' }, quantity: 1, ...(notes ? { notes } : {}) });
  expect(offer({ a: '1', b: '2' }).equals(offer({ b: '2', a: '1' }))).toBe(true);
  expect(offer({ a: '1' }).equals(offer())).toBe(false);
  expect(offer().equals(offer({ a: '1' }))).toBe(false);
  expect(new Tags(['a', 'b']).equals(new Tags(['b', 'a']))).toBe(false);
});

it('differs from values of another kind and from plain data', () => {
  expect(Weight.grams(1).equals(new Dose({ grams: 1 }))).toBe(false);
  expect(Weight.grams(1).equals({ grams: 1 })).toBe(false);
  expect(Weight.grams(1).equals(null)).toBe(false);
  const takesDose = (dose: Dose): number => dose.grams;
  // @ts-expect-error: a weight has the shape of a dose and is none
  expect(takesDose(Weight.grams(2))).toBe(2);
});

it('comes back from JSON equal and of its class, nested ones too', () => {
  const offers = fc.record({
    sku: fc.stringMatching(/^[A-Z]{1,5}-\d{1,5}$/),
    price: fc.maxSafeNat(),
    quantity: fc.integer({ min: 1 }),
  });
  fc.assert(
    fc.property(offers, ({ sku, price, quantity }) => {
      const offer = new Offer({ sku, price: { minor: price, currency: 'JPY' }, quantity });
      const back = Offer.schema().parse(JSON.parse(JSON.stringify(offer)));
      expect(back.equals(offer)).toBe(true);
      expect(back.sku.family).toBe(sku.split('-')[0]);
      expect(back.price).toBeInstanceOf(Money);
      expect(toJson(back)).toStrictEqual({ sku, price: { minor: price, currency: 'JPY' }, quantity });
    }),
  );
  expect(toJson([new Sku('A-1'), new Tags(['x']), new Quantity(2)])).toStrictEqual(['A-1', ['x'], 2]);
});

it('passes its schema as it is, and keeps doing so in schemas derived from it', () => {
  const sku = new Sku('A-1');
  for (const schema of [
    Sku.schema(),
    Sku.schema().optional(),
    Sku.schema().describe('an article'),
    Sku.schema().refine(() => true),
  ]) {
    expect(schema.parse(sku)).toBe(sku);
    expect(schema.parse('A-1')).toBeInstanceOf(Sku);
    expect(schema.safeParse(1).success).toBe(false);
  }
  expectTypeOf(Sku.schema()).toExtend<z.ZodType<Sku>>();
});

it('is revived with its private methods', () => {
  expect(Weight.schema().parse({ grams: 3_000 }).isHeavy()).toBe(true);
});

it('is revived through the one constructor: a class with another has no schema', () => {
  class Odd extends valueObject('Odd', z.object({ grams: z.int() })) {
    constructor(grams: number) {
      super({ grams });
    }
  }
  // @ts-expect-error: the constructor takes something else than the schema gives
  expect(() => parse(Odd.schema(), { grams: 1 }, 'Odd')).toThrow('METES_SCHEMA');
});

it('refuses what does not fit with METES_SCHEMA_INVALID', () => {
  expect(() => new Sku('a-1')).toThrow('METES_SCHEMA_INVALID: Sku');
  expect(() => new Offer({ sku: 'A-1', price: { minor: -1, currency: 'EUR' }, quantity: 0 })).toThrow(
    /price\.minor: .*quantity: /,
  );
});

it('refuses what waits, also where another branch of a union would take it', () => {
  class Code extends valueObject('Code', z.object({ text: z.string() })) {}
  class Slow extends valueObject(
    'Slow',
    z.object({ text: z.string().refine(async () => Promise.resolve(false)) }),
  ) {}
  const code = new Code({ text: 'a' });
  const either = (first: z.ZodType) => z.union([z.object({ part: first }), z.object({ part: z.any() })]);
  const waiting = either(Code.schema().refine(async () => Promise.resolve(false)));
  expect(() => parse(waiting, { part: code }, 'either')).toThrow('METES_SCHEMA_ASYNC');
  expect(() => parse(either(Slow.schema()), { part: { text: 'a' } }, 'either')).toThrow('METES_SCHEMA_ASYNC');
  expect(parse(either(Code.schema()), { part: code }, 'either').part).toBe(code);
});
