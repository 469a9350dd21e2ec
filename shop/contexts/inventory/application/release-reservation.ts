import { command, handle } from 'metes';
import { z } from 'zod';
import { OrderId } from '../domain/ids.ts';
import { Reservation } from '../domain/reservation.ts';
import { skusOf } from '../domain/stock-item.ts';
import { stock } from '../domain/stock.ts';

/** Make available again what is set aside for an order. */
export class ReleaseReservation extends command('ReleaseReservation', z.strictObject({ orderId: OrderId })) {}

export const releaseReservation = handle(ReleaseReservation, Reservation, {
  id: (c) => c.orderId,
  expects: 'either',
  tallies: (_, reservation) => [{ tally: stock, keys: skusOf(reservation.items) }],
  run: (reservation, _, shelves) => reservation.release(shelves),
});
