import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { event } from '../domain/event.ts';
import { Money } from '../domain/money.ts';
import { publish } from './publication.ts';

it('is published by an explicit mapping from the event, which has to fit', () => {
  class Placed extends event('OrderPlaced', z.object({ orderId: z.string(), total: Money.schema() })) {}
  const price = contract('ordering.priced', { v1: z.object({ orderId: z.string(), minor: z.int() }) });
  const publication = publish(Placed, price, (placed, { aggregateId }) => {
    expectTypeOf(placed).toEqualTypeOf<Placed>();
    return { orderId: aggregateId, minor: placed.total.minor };
  });
  expect(
    publication.map(new Placed({ orderId: 'x', total: Money.of(5, 'EUR') }), { aggregateId: 'o-1' }),
  ).toStrictEqual({ orderId: 'o-1', minor: 5 });
  // @ts-expect-error: the mapping leaves a field out
  expect(publish(Placed, price, (placed) => ({ orderId: placed.orderId })).event).toBe(Placed);
});
