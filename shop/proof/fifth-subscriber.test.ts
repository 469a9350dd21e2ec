import { readFileSync } from 'node:fs';
import {
  aggregate,
  command,
  context,
  contextMap,
  customerSupplier,
  event,
  handle,
  identifier,
  Money,
  policy,
  provide,
  supporting,
} from 'metes';
import { MemoryDatabase } from 'metes/memory';
import { memory, start } from 'metes/start';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { GatewayWithBooks } from '../audit/gateway-with-books.ts';
import { AddItem, OpenCart } from '../contexts/cart/application/fill-cart.ts';
import { CheckOut } from '../contexts/cart/application/leave-cart.ts';
import { CartId, CustomerId, OrderId, Sku } from '../contexts/cart/domain/ids.ts';
import { ItemQuantity } from '../contexts/cart/domain/item-quantity.ts';
import { ReceiveStock } from '../contexts/inventory/application/receive-stock.ts';
import { ReceiptId, Sku as StockedSku } from '../contexts/inventory/domain/ids.ts';
import { ordering } from '../contexts/ordering/context.ts';
import { orderPlaced } from '../contexts/ordering/contract/index.ts';
import { paymentGateway } from '../contexts/payments/application/payment-gateway.ts';
import { shop } from '../map.ts';

const ShopperId = identifier('loyalty.ShopperId');

class PointsEarned extends event('PointsEarned', z.strictObject({ shopperId: ShopperId, points: z.int() })) {}

class Account extends aggregate('Account', {
  id: ShopperId,
  state: z.strictObject({ points: z.int() }),
  events: [PointsEarned],
  initial: () => ({ points: 0 }),
}) {
  get points(): number {
    return this.state.points;
  }

  earn(points: number): void {
    this.state.points += points;
    this.raise(new PointsEarned({ shopperId: this.id, points }));
  }
}

class EarnPoints extends command('EarnPoints', z.strictObject({ shopperId: ShopperId, points: z.int() })) {}

/** A context that nobody thought of when ordering was made: one point for every dollar ordered. */
const loyalty = context('loyalty', {
  purpose: 'Thanks those who order',
  subdomain: supporting({ reviewed: '2026-11-02' }),
  team: 'Marketing',
  language: {
    Account: 'The points of one shopper.',
    'Earn Points': 'Add points for an order.',
    'Points Earned': 'A shopper has more points.',
  },
  aggregates: [Account],
  handlers: [
    handle(EarnPoints, Account, {
      id: (c) => c.shopperId,
      expects: 'either',
      run: (to, c) => to.earn(c.points),
    }),
  ],
  policies: [
    policy('earn points when an order is placed', {
      when: orderPlaced,
      then: ({ customerId, total }) =>
        new EarnPoints({ shopperId: ShopperId.parse(customerId), points: Math.floor(total.minor / 100) }),
    }),
  ],
});

const larger = contextMap(
  'shop with loyalty',
  ...shop.relations,
  customerSupplier(ordering, loyalty, { exposes: [orderPlaced] }),
);

test('a fifth context hears of placed orders without a word of ordering being changed (R107)', () => {
  const [before, after] = [shop, larger].map(({ contexts }) =>
    contexts.find(({ name }) => name === 'ordering'),
  );
  expect(after).toBe(before);
  expect(larger.contexts.map(({ name }) => name)).toEqual([
    ...shop.contexts.map(({ name }) => name),
    'loyalty',
  ]);
  expect(larger.relations.slice(0, -1)).toEqual(shop.relations);
  // Ordering names neither it nor any other that listens to it.
  for (const file of [
    'context.ts',
    'domain/order.ts',
    'domain/order-events.ts',
    'contract/order-placed.ts',
  ]) {
    const text = readFileSync(new URL(`../contexts/ordering/${file}`, import.meta.url), 'utf8');
    expect(text).not.toMatch(/loyalty|inventory\/(?!contract)|payments\/(?!contract)/);
  }
});

test('a fifth context receives what was placed, once, beside those that were there before', async () => {
  await using system = await start(larger, {
    store: memory({ database: new MemoryDatabase() }),
    ports: [provide(paymentGateway, new GatewayWithBooks())],
  });
  const sku = Sku.parse('MUG-1');
  const items = [{ sku: StockedSku.parse(sku), quantity: 5 }];
  await system.send('inventory', new ReceiveStock({ receiptId: ReceiptId.parse('opening'), items }));
  for (const name of ['order-1', 'order-2', 'order-too-big']) {
    const cartId = CartId.parse(`cart-of-${name}`);
    const quantity = new ItemQuantity(name === 'order-too-big' ? 50 : 1);
    await system.send('cart', new OpenCart({ cartId, customerId: CustomerId.parse('ada') }));
    const unitPrice = Money.of(1_250, 'USD');
    await system.send('cart', new AddItem({ cartId, sku, quantity, name: 'A mug', unitPrice }));
    await system.send(
      'cart',
      new CheckOut({
        cartId,
        orderId: OrderId.parse(name),
        paymentMethod: { type: 'card', token: 'good' },
        shippingAddress: {
          street: 'Elm St',
          city: 'Springfield',
          state: 'IL',
          zipCode: '62701',
          country: 'US',
        },
      }),
    );
  }
  await system.quiesce(10_000);
  const account = await system.context('loyalty').reader.aggregate(Account, ShopperId.parse('ada'));
  expect(account?.points).toBe(12 + 12 + 625);
  const history = await system.context('loyalty').reader.history(Account, ShopperId.parse('ada'));
  expect(history.map(({ event: name }) => name)).toEqual(['PointsEarned', 'PointsEarned', 'PointsEarned']);
  const reservations = system.context('inventory').context.aggregates[0]!;
  const reserved = await system.context('inventory').reader.history(reservations, 'order-1');
  expect(reserved.map(({ event: name }) => name)).toEqual(['StockReserved', 'StockAllocated']);
});

test('a context that the map does not let hear of an event cannot be put into it', () => {
  expect(() => contextMap('shop', ...shop.relations, loyalty)).toThrow('METES_MODEL_EDGE_UNDECLARED');
});
