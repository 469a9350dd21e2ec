import { command, context, handle, Money, policy, publish, supporting } from 'metes';
import { z } from 'zod';
import { orderPlaced } from '../ordering/contract.ts';
import { paymentDeclined } from '../payments/contract.ts';
import { stockReserved, stockUnavailable } from './contract.ts';
import {
  OrderId,
  Reservation,
  Sku,
  stock,
  StockItem,
  StockReserved,
  StockUnavailable,
} from './reservation.ts';
import { ReceiptId, StockReceipt } from './stock-receipt.ts';

const items = z.array(StockItem).min(1);
const skusOf = (list: readonly StockItem[]): string[] => list.map((item) => item.sku);

/** Put goods that came in on the shelf. */
export class ReceiveStock extends command('ReceiveStock', z.strictObject({ receiptId: ReceiptId, items })) {}
const receiveStock = handle(ReceiveStock, StockReceipt, {
  id: (c) => c.receiptId,
  expects: 'new',
  tallies: (c) => [{ tally: stock, keys: skusOf(c.items) }],
  run: (receipt, c, shelves) => receipt.receive(c.items, shelves),
});

/** Set aside what an order wants. */
class ReserveStock extends command(
  'ReserveStock',
  z.strictObject({ orderId: OrderId, items, worth: Money.schema() }),
) {}
const reserveStock = handle(ReserveStock, Reservation, {
  id: (c) => c.orderId,
  expects: 'new',
  tallies: (c) => [{ tally: stock, keys: skusOf(c.items) }],
  run: (reservation, c, shelves) => reservation.reserve(c.items, c.worth, shelves),
});

/** Make available again what is set aside for an order. */
class ReleaseReservation extends command('ReleaseReservation', z.strictObject({ orderId: OrderId })) {}
const releaseReservation = handle(ReleaseReservation, Reservation, {
  id: (c) => c.orderId,
  tallies: (_, reservation) => [{ tally: stock, keys: skusOf(reservation.items) }],
  run: (reservation, _, shelves) => reservation.release(shelves),
});

export const inventory = context('inventory', {
  purpose: 'Knows what is on the shelves and sets it aside for orders, never more than there is',
  subdomain: supporting({ reviewed: '2026-11-21' }),
  team: 'Warehouse',
  aggregates: [Reservation, StockReceipt],
  tallies: [stock],
  handlers: [receiveStock, reserveStock, releaseReservation],
  policies: [
    policy('reserve stock when an order is placed', {
      when: orderPlaced,
      then: ({ orderId, items: wanted, total }) =>
        new ReserveStock({
          orderId: OrderId.parse(orderId),
          items: wanted.map(({ sku, quantity }) => ({ sku: Sku.parse(sku), quantity })),
          worth: Money.schema().parse(total),
        }),
    }),
    policy('release stock when a payment is declined', {
      when: paymentDeclined,
      then: ({ orderId }) => new ReleaseReservation({ orderId: OrderId.parse(orderId) }),
    }),
  ],
  publishes: [
    publish(StockReserved, stockReserved, ({ orderId, worth }) => ({ orderId, worth })),
    publish(StockUnavailable, stockUnavailable, ({ orderId }) => ({ orderId })),
  ],
});
