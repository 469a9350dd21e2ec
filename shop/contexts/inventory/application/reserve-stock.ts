import { command, handle } from 'metes';
import { z } from 'zod';
import { OrderId } from '../domain/ids.ts';
import { Reservation } from '../domain/reservation.ts';
import { skusOf, StockItem } from '../domain/stock-item.ts';
import { stock } from '../domain/stock.ts';

/** Set aside what an order wants, all of it or nothing. */
export class ReserveStock extends command(
  'ReserveStock',
  z.strictObject({ orderId: OrderId, items: z.array(StockItem).min(1) }),
) {}

export const reserveStock = handle(ReserveStock, Reservation, {
  id: (c) => c.orderId,
  expects: 'either',
  tallies: (c) => [{ tally: stock, keys: skusOf(c.items) }],
  run: (reservation, c, shelves) => reservation.reserve(c.items, shelves),
});
