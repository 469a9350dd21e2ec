import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Money, provide } from 'metes';
import { memory, start, type System } from 'metes/start';
import { expect, onTestFinished, test } from 'vitest';
import { AddItem, OpenCart } from './contexts/cart/application/fill-cart.ts';
import { CheckOut } from './contexts/cart/application/leave-cart.ts';
import { CartId, CustomerId, OrderId, Sku } from './contexts/cart/domain/ids.ts';
import { ItemQuantity } from './contexts/cart/domain/item-quantity.ts';
import { ReceiveStock } from './contexts/inventory/application/receive-stock.ts';
import { ReceiptId, Sku as StockedSku } from './contexts/inventory/domain/ids.ts';
import { stock } from './contexts/inventory/domain/stock.ts';
import { RejectOverdue } from './contexts/ordering/application/payment-overdue.ts';
import { customerOrders } from './contexts/ordering/application/customer-orders.projection.ts';
import { OrderId as PlacedOrderId } from './contexts/ordering/domain/ids.ts';
import { Order } from './contexts/ordering/domain/order.ts';
import { paymentGateway } from './contexts/payments/application/payment-gateway.ts';
import { paymentOf } from './contexts/payments/domain/ids.ts';
import { Payment } from './contexts/payments/domain/payment.ts';
import { stripeGateway } from './contexts/payments/infrastructure/acl/stripe-gateway.ts';
import { shop } from './map.ts';
import { type FaultInput, type RunningProvider, startProvider } from './provider/index.ts';

const sku = Sku.parse('MUG-1');
const shippingAddress = {
  street: '12 Elm St',
  city: 'Springfield',
  state: 'IL',
  zipCode: '62701',
  country: 'US',
};

interface Running {
  readonly system: System;
  readonly provider: RunningProvider;
  /** Buys mugs and gives the id of the order. */
  buy(orderId: string, quantity: number, token?: string): Promise<void>;
  orderOf(
    orderId: string,
  ): Promise<{ status: string | undefined; reason: string | undefined; events: readonly string[] }>;
  paymentStatus(orderId: string): Promise<string | undefined>;
  /** What the shelf holds: available, reserved, allocated. */
  shelf(): Promise<readonly number[]>;
  kinds(): Promise<readonly string[]>;
}

/** The whole shop over a store in memory, with 5 mugs on the shelf and a provider with faults on order. */
async function running(...faults: readonly FaultInput[]): Promise<Running> {
  const data = await mkdtemp(join(tmpdir(), 'metes-shop-'));
  const provider = await startProvider({ data, faults });
  const gateway = stripeGateway({
    url: provider.url,
    apiKey: provider.key,
    webhookSecrets: [],
    timeoutMs: 300,
  });
  const system = await start(shop, { store: memory(), ports: [provide(paymentGateway, gateway)] });
  onTestFinished(async () => {
    await system.stop();
    await provider.stop();
    await rm(data, { recursive: true, force: true });
  });
  const items = [{ sku: StockedSku.parse(sku), quantity: 5 }];
  await system.send('inventory', new ReceiveStock({ receiptId: ReceiptId.parse('opening'), items }));
  const reader = (context: string) => system.context(context).reader;
  return {
    system,
    provider,
    async buy(orderId, quantity, token = 'pm_card_visa') {
      const cartId = CartId.parse(`cart-of-${orderId}`);
      await system.send('cart', new OpenCart({ cartId, customerId: CustomerId.parse('ada') }));
      const unitPrice = Money.of(1_250, 'USD');
      await system.send(
        'cart',
        new AddItem({ cartId, sku, quantity: new ItemQuantity(quantity), name: 'A mug', unitPrice }),
      );
      const paymentMethod = { type: 'card', token } as const;
      await system.send(
        'cart',
        new CheckOut({ cartId, orderId: OrderId.parse(orderId), paymentMethod, shippingAddress }),
      );
    },
    async orderOf(orderId) {
      const order = await reader('ordering').aggregate(Order, orderId);
      const past = await reader('ordering').history(Order, orderId);
      return {
        status: order?.status,
        reason: order?.rejection?.reason,
        events: past.map(({ event }) => event),
      };
    },
    paymentStatus: async (orderId) =>
      (await reader('payments').aggregate(Payment, paymentOf(orderId)))?.status,
    shelf: async () => Object.values(await reader('inventory').tally(stock, sku)),
    kinds: async () => (await provider.ledger()).map(({ kind }) => kind),
  };
}

test('an order goes from the checkout to Confirmed, and its money is taken once', async () => {
  const shopping = await running();
  await shopping.buy('order-1', 2);
  await shopping.system.quiesce(10_000);
  expect(await shopping.orderOf('order-1')).toEqual({
    status: 'confirmed',
    reason: undefined,
    events: ['OrderSubmitted', 'OrderAwaitingPayment', 'OrderPaid', 'OrderConfirmed'],
  });
  expect(await shopping.paymentStatus('order-1')).toBe('captured');
  expect(await shopping.shelf()).toEqual([3, 0, 2]);
  expect(await shopping.kinds()).toEqual(['authorised', 'captured']);
  const row = await shopping.system.context('ordering').reader.row(customerOrders, 'order-1');
  expect(row).toMatchObject({ status: 'confirmed', customerId: 'ada', lineCount: 1 });
});

test('an order for more than there is is rejected, and nobody is asked for money', async () => {
  const shopping = await running();
  await shopping.buy('order-1', 6);
  await shopping.system.quiesce(10_000);
  expect(await shopping.orderOf('order-1')).toMatchObject({
    status: 'rejected',
    reason: 'insufficient-stock',
  });
  expect(await shopping.paymentStatus('order-1')).toBeUndefined();
  expect(await shopping.shelf()).toEqual([5, 0, 0]);
  expect(await shopping.kinds()).toEqual([]);
});

test('an order whose payment is declined is rejected, and its goods go back on the shelf', async () => {
  const shopping = await running();
  await shopping.buy('order-1', 2, 'pm_card_declined');
  await shopping.system.quiesce(10_000);
  expect(await shopping.orderOf('order-1')).toMatchObject({ status: 'rejected', reason: 'payment-declined' });
  expect(await shopping.paymentStatus('order-1')).toBe('declined');
  expect(await shopping.shelf()).toEqual([5, 0, 0]);
});

test.each<[string, FaultInput[]]>([
  ['times out after the charge', [{ kind: 'timeOutAfterSuccess', match: { route: 'create' }, next: 1 }]],
  ['breaks down before the charge', [{ kind: 'respond500', match: { route: 'create' }, next: 1 }]],
  ['drops connections', [{ kind: 'dropConnection', next: 6 }]],
  [
    'breaks down after the capture, for good',
    [{ kind: 'respond500', at: 'after', sticky: true, match: { route: 'capture' } }],
  ],
  ['answers in an unknown state', [{ kind: 'unknownStatus', next: 2 }]],
  [
    'says something in another form',
    [{ kind: 'mutate', changes: [{ op: 'drop', field: 'currency' }], next: 4 }],
  ],
])(
  'a provider that %s still charges once',
  async (_, faults) => {
    const shopping = await running(...faults);
    await shopping.buy('order-1', 2);
    await shopping.system.quiesce(20_000);
    expect(await shopping.orderOf('order-1')).toMatchObject({ status: 'confirmed' });
    expect(await shopping.paymentStatus('order-1')).toBe('captured');
    expect(await shopping.kinds()).toEqual(['authorised', 'captured']);
  },
  30_000,
);

test('an order that was overdue stays rejected when its payment comes through, and the money is let go', async () => {
  const shopping = await running({ kind: 'delay', ms: 250, match: { route: 'create' } });
  await shopping.buy('order-1', 2);
  await expect.poll(() => shopping.paymentStatus('order-1')).toBe('requested');
  await shopping.system.send('ordering', new RejectOverdue({ orderId: PlacedOrderId.parse('order-1') }));
  await shopping.system.quiesce(10_000);
  expect(await shopping.orderOf('order-1')).toMatchObject({ status: 'rejected', reason: 'payment-overdue' });
  expect(await shopping.paymentStatus('order-1')).toBe('voided');
  expect(await shopping.shelf()).toEqual([5, 0, 0]);
  expect(await shopping.kinds()).toEqual(['authorised', 'cancelled']);
});

test('of many buyers of the last units as many are served as there are units', async () => {
  const shopping = await running();
  const buyers = Array.from({ length: 40 }, (_, index) => `order-${index}`);
  await Promise.all(buyers.map((orderId) => shopping.buy(orderId, 1)));
  await shopping.system.quiesce(20_000);
  const orders = await Promise.all(buyers.map((orderId) => shopping.orderOf(orderId)));
  expect(orders.filter(({ status }) => status === 'confirmed')).toHaveLength(5);
  expect(orders.filter(({ reason }) => reason === 'insufficient-stock')).toHaveLength(35);
  expect(await shopping.shelf()).toEqual([0, 0, 5]);
  expect((await shopping.kinds()).filter((kind) => kind === 'captured')).toHaveLength(5);
}, 30_000);
