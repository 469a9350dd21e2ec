import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Money, provide } from 'metes';
import { postgres, start } from 'metes/start';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../tools/vitest/fresh-database.ts';
import { AddItem, OpenCart } from './contexts/cart/application/fill-cart.ts';
import { CheckOut } from './contexts/cart/application/leave-cart.ts';
import { ListOffer } from './contexts/cart/application/list-offer.ts';
import { CartId, CustomerId, OrderId, Sku } from './contexts/cart/domain/ids.ts';
import { ItemQuantity } from './contexts/cart/domain/item-quantity.ts';
import { ReceiveStock } from './contexts/inventory/application/receive-stock.ts';
import { ReceiptId, Sku as StockedSku } from './contexts/inventory/domain/ids.ts';
import { paymentGateway } from './contexts/payments/application/payment-gateway.ts';
import { stripeGateway } from './contexts/payments/infrastructure/acl/stripe-gateway.ts';
import { shop } from './map.ts';
import { readMigrations } from './migrations.ts';
import { startProvider } from './provider/index.ts';

test('the views of every context tell an auditor how an order came about', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'metes-auditor-'));
  const database = await freshDatabase('auditor');
  const provider = await startProvider({ data: join(folder, 'provider') });
  const gateway = stripeGateway({ url: provider.url, apiKey: provider.key, webhookSecrets: [] });
  const system = await start(shop, {
    store: postgres({ adminUrl: database.url, folder: join(folder, 'state'), migrations: readMigrations() }),
    ports: [provide(paymentGateway, gateway)],
  });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await system.stop();
    await provider.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
  const all = async (view: string): Promise<unknown[]> => (await client.query(`select * from ${view}`)).rows;

  const sku = Sku.parse('MUG-1');
  const price = Money.of(1_250, 'USD');
  const cartId = CartId.parse('cart-1');
  const goods = [{ sku: StockedSku.parse(sku), quantity: 5 }];
  await system.send('inventory', new ReceiveStock({ receiptId: ReceiptId.parse('opening'), items: goods }));
  await system.send('cart', new ListOffer({ sku, name: 'A mug', price, category: ['Kitchen'] }));
  await system.send('cart', new OpenCart({ cartId, customerId: CustomerId.parse('ada') }));
  await system.send(
    'cart',
    new AddItem({ cartId, sku, quantity: new ItemQuantity(2), name: 'A mug', unitPrice: price }),
  );
  await system.send(
    'cart',
    new CheckOut({
      cartId,
      orderId: OrderId.parse('order-1'),
      paymentMethod: { type: 'card', token: 'pm_card_visa' },
      shippingAddress: {
        street: '12 Elm St',
        city: 'Springfield',
        state: 'IL',
        zipCode: '62701',
        country: 'US',
      },
    }),
  );
  await system.quiesce(20_000);

  const [intent] = await provider.ledger();
  const money = { total: '2500', currency: 'USD' };
  const order = { order_id: 'order-1', customer_id: 'ada', status: 'confirmed', reason: null, ...money };
  expect(await all('ordering.orders')).toEqual([{ ...order, payment_id: 'payment-order-1', version: 4 }]);
  expect(await all('ordering.read_orders')).toEqual([order]);
  expect(await all('ordering.order_lines')).toEqual([
    { order_id: 'order-1', line: 1, sku, quantity: '2', unit_price: '1250', currency: 'USD' },
  ]);
  expect(await all('ordering.order_steps')).toHaveLength(4);
  expect(await all('inventory.stock')).toEqual([
    { sku, available: '3', reserved: '0', allocated: '2', received: '5' },
  ]);
  expect(await all('inventory.reservations')).toEqual([
    { order_id: 'order-1', status: 'allocated', sku, quantity: '2' },
  ]);
  expect(await all('payments.payments')).toEqual([
    {
      payment_id: 'payment-order-1',
      order_id: 'order-1',
      provider_id: intent?.intent,
      status: 'captured',
      amount: '2500',
      currency: 'USD',
      held: '2500',
      captured: '2500',
      version: 4,
    },
  ]);
  expect(await all('payments.payment_steps')).toHaveLength(4);
  expect(await all('cart.carts')).toEqual([
    { cart_id: 'cart-1', customer_id: 'ada', status: 'checked-out', order_id: 'order-1', items: 1 },
  ]);
  expect(await all('cart.offers')).toEqual([{ sku, name: 'A mug', price: '1250', currency: 'USD' }]);
});
