import { event } from 'metes';
import { z } from 'zod';
import { OrderId, Sku } from './ids.ts';
import { StockItem } from './stock-item.ts';

const items = z.array(StockItem).min(1);

/** A SKU of which there is less than was wanted. */
export const Shortfall = z.strictObject({
  sku: Sku,
  wanted: z.int().positive(),
  available: z.int().nonnegative(),
});
export type Shortfall = z.output<typeof Shortfall>;

/** All that an order wants is set aside for it. */
export class StockReserved extends event('StockReserved', z.strictObject({ orderId: OrderId, items })) {}

/** An order wants more than there is; nothing is set aside. */
export class StockUnavailable extends event(
  'StockUnavailable',
  z.strictObject({ orderId: OrderId, shortfalls: z.array(Shortfall).min(1) }),
) {}

/** What was set aside is available again. */
export class StockReleased extends event('StockReleased', z.strictObject({ orderId: OrderId, items })) {}

/** What was set aside now belongs to the order. */
export class StockAllocated extends event('StockAllocated', z.strictObject({ orderId: OrderId, items })) {}

/** An order fell through before stock was asked for: a request that comes late reserves nothing. */
export class ReservationForestalled extends event(
  'ReservationForestalled',
  z.strictObject({ orderId: OrderId }),
) {}
