import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { event, eventClassOf } from './event.ts';
import { identifier } from './identifier.ts';
import { Money } from './money.ts';

const OrderId = identifier('ordering.OrderId');
const orderId = OrderId.parse('o-1');
class OrderPlaced extends event(
  'OrderPlaced',
  z.object({ orderId: OrderId, total: Money.schema(), tags: z.array(z.string()) }),
) {}
class OrderCancelled extends event('OrderCancelled', z.object({ orderId: OrderId })) {}
class OrderClosed extends event('OrderClosed', z.object({ orderId: OrderId })) {}

/** Stored first in cents, then with a currency, today as money. */
class OrderPaid extends event('OrderPaid', z.object({ amount: Money.schema() }), {
  version: 3,
  upcast: {
    1: (old: { cents: number }) => ({ ...old, currency: 'USD' }),
    2: (old: { cents: number; currency: string }) => ({
      amount: { minor: old.cents, currency: old.currency },
    }),
  },
}) {}

it('has its data as fields, frozen throughout', () => {
  const placed = new OrderPlaced({ orderId, total: Money.of(5, 'EUR'), tags: ['new'] });
  expect(placed.total.minor).toBe(5);
  expectTypeOf(placed.total).toEqualTypeOf<Money>();
  expect(() => placed.tags.push('x')).toThrow(TypeError);
  // @ts-expect-error: events do not change
  expect(() => (placed.tags = [])).toThrow(TypeError);
});

it('keeps the very value objects that it is made of, and not the lists', () => {
  const total = Money.of(5, 'EUR');
  const tags = ['new'];
  const placed = new OrderPlaced({ orderId, total, tags });
  expect(placed.total).toBe(total);
  tags.push('changed later');
  expect(placed.tags).toStrictEqual(['new']);
});

it('comes back from JSON equal, with live value objects', () => {
  const placed = new OrderPlaced({ orderId, total: Money.of(5, 'EUR'), tags: [] });
  const back = OrderPlaced.fromJson(JSON.parse(JSON.stringify(placed)), 1);
  expect(back).toStrictEqual(placed);
  expect(back.total.plus(back.total).minor).toBe(10);
  expect(JSON.stringify(back)).toBe('{"orderId":"o-1","total":{"minor":5,"currency":"EUR"},"tags":[]}');
  expect(eventClassOf(back)).toBe(OrderPlaced);
});

it('holds data only: id, time and type are facts of the log record and the envelope', () => {
  expect(Object.keys(new OrderCancelled({ orderId }))).toStrictEqual(['orderId']);
});

it('is of another type than an event of the same shape', () => {
  const onCancelled = (cancelled: OrderCancelled): string => cancelled.orderId;
  // @ts-expect-error: OrderClosed has the shape of OrderCancelled and is none
  expect(onCancelled(new OrderClosed({ orderId }))).toBe('o-1');
  // @ts-expect-error: neither is plain data
  expect(onCancelled({ orderId })).toBe('o-1');
});

it('lifts every older stored form', () => {
  const money = Money.of(5, 'USD');
  expect(OrderPaid.fromJson({ cents: 5 }, 1).amount.equals(money)).toBe(true);
  expect(OrderPaid.fromJson({ cents: 5, currency: 'USD' }, 2).amount.equals(money)).toBe(true);
  expect(OrderPaid.fromJson({ amount: money.toJSON() }, 3).amount.equals(money)).toBe(true);
});

it('says METES_DOMAIN_EVENT_VERSION for versions that it does not know', () => {
  for (const version of [0, 4, -1, 1.5, Number.NaN]) {
    expect(() => OrderPaid.fromJson({}, version)).toThrow('METES_DOMAIN_EVENT_VERSION');
  }
  expect(() => event('Gap', z.object({}), { version: 3, upcast: { 2: () => ({}) } })).toThrow(
    'METES_DOMAIN_EVENT_VERSION',
  );
});

it('is not polluted by hostile field names', () => {
  class Loose extends event('Loose', z.looseObject({})) {}
  const made = Loose.fromJson(JSON.parse('{"__proto__":{"admin":true},"constructor":"x","a":1}'), 1);
  expect(made).toBeInstanceOf(Loose);
  expect((made as unknown as { admin?: boolean }).admin).toBe(undefined);
  expect(({} as { admin?: boolean }).admin).toBe(undefined);
});

it('refuses data that does not fit with METES_SCHEMA_INVALID', () => {
  expect(() => new OrderCancelled({ orderId: '' as never })).toThrow('METES_SCHEMA_INVALID: OrderCancelled');
});
