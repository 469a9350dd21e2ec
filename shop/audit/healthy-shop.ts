import { setTimeout as pause } from 'node:timers/promises';
import { Money, provide, toJson } from 'metes';
import { MemoryDatabase } from 'metes/memory';
import { memory, start, type System, systemClock } from 'metes/start';
import { AddItem, OpenCart } from '../contexts/cart/application/fill-cart.ts';
import { CheckOut } from '../contexts/cart/application/leave-cart.ts';
import { ListOffer } from '../contexts/cart/application/list-offer.ts';
import { CartId, CustomerId, OrderId, Sku } from '../contexts/cart/domain/ids.ts';
import { ItemQuantity } from '../contexts/cart/domain/item-quantity.ts';
import { ReceiveStock } from '../contexts/inventory/application/receive-stock.ts';
import { ReceiptId, Sku as StockedSku } from '../contexts/inventory/domain/ids.ts';
import { Order } from '../contexts/ordering/domain/order.ts';
import { paymentGateway } from '../contexts/payments/application/payment-gateway.ts';
import { shop } from '../map.ts';
import { keptSnapshot } from './kept-snapshot.ts';
import { GatewayWithBooks } from './gateway-with-books.ts';
import type { CheckoutAttempt, Snapshot } from './snapshot.ts';

const sku = Sku.parse('MUG-1');
const price = Money.of(1_250, 'USD');
const customerId = CustomerId.parse('ada');
const shippingAddress = {
  street: '12 Elm St',
  city: 'Springfield',
  state: 'IL',
  zipCode: '62701',
  country: 'US',
};

/**
 * The books of a shop in which everything went right: orders that were confirmed, at once and after a doubt, and orders
 * rejected for each reason. The contexts themselves wrote it, in memory, so it is as they are.
 */
export async function healthyShop(): Promise<Snapshot> {
  const database = new MemoryDatabase();
  const gateway = new GatewayWithBooks();
  const clock = systemClock();
  let aheadMs = 0;
  await using system = await start(shop, {
    store: memory({ database }),
    ports: [provide(paymentGateway, gateway)],
    clock: { now: () => clock.now() + aheadMs },
  });
  const attempts: CheckoutAttempt[] = [];
  const goods = [{ sku: StockedSku.parse(sku), quantity: 10 }];
  await system.send('inventory', new ReceiveStock({ receiptId: ReceiptId.parse('opening'), items: goods }));
  await system.send('cart', new ListOffer({ sku, name: 'A mug', price, category: ['Kitchen'] }));

  const open = async (cartId: string): Promise<CartId> => {
    const id = CartId.parse(cartId);
    await system.send('cart', new OpenCart({ cartId: id, customerId }));
    return id;
  };
  const buy = async (name: string, quantity: number, token: string): Promise<void> => {
    const cartId = await open(`cart-${name}`);
    const item = { sku, quantity: new ItemQuantity(quantity), name: 'A mug', unitPrice: price };
    await system.send('cart', new AddItem({ cartId, ...item }));
    const orderId = OrderId.parse(name);
    const paymentMethod = { type: 'card', token } as const;
    const key = `key-${name}`;
    await system.context('cart').send({
      command: new CheckOut({ cartId, orderId, paymentMethod, shippingAddress }),
      correlation: `request-${name}`,
      causation: `request-${name}`,
      idempotency: {
        principal: customerId,
        route: 'POST /carts/:cartId/checkout',
        key,
        fingerprint: name,
      },
      answer: () => ({ status: 202, headers: {}, body: JSON.stringify(toJson({ orderId, cartId })) }),
    });
    const totalMinor = price.minor * quantity;
    attempts.push(
      name === 'order-doubtful'
        ? { cartId, key, outcome: 'unknown' }
        : { cartId, key, outcome: 'accepted', orderId, totalMinor },
    );
  };

  await buy('order-1', 2, 'good');
  await buy('order-2', 1, 'good');
  await buy('order-doubtful', 1, 'doubtful');
  await buy('order-too-big', 20, 'good');
  await buy('order-declined', 3, 'declined');
  await buy('order-overdue', 3, 'slow');
  await gateway.slowOnesAsked;
  aheadMs = 16 * 60_000;
  await rejected(system, 'order-overdue');
  gateway.answerSlowOnes();
  const empty = await open('cart-empty');
  attempts.push({ cartId: empty, key: 'key-empty', outcome: 'refused' });
  attempts.push({ cartId: await open('cart-unanswered'), key: 'key-unanswered', outcome: 'unknown' });
  await system.quiesce(10_000);
  const samples = [
    { key: sku, accounts: [10, 0, 0] },
    { key: sku, accounts: [4, 6, 0] },
  ];
  return { contexts: keptSnapshot(database), ledger: gateway.intents, attempts, samples };
}

async function rejected(system: System, orderId: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const order = await system.context('ordering').reader.aggregate(Order, orderId);
    if (order?.status === 'rejected') return;
    await pause(25);
  }
  throw new Error(`The order ${orderId} was never rejected.`);
}
