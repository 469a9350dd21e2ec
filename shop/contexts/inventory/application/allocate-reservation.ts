import { command, handle } from 'metes';
import { z } from 'zod';
import { OrderId } from '../domain/ids.ts';
import { Reservation } from '../domain/reservation.ts';
import { skusOf } from '../domain/stock-item.ts';
import { stock } from '../domain/stock.ts';

/** Give what is set aside to the order for good. */
export class AllocateReservation extends command(
  'AllocateReservation',
  z.strictObject({ orderId: OrderId }),
) {}

export const allocateReservation = handle(AllocateReservation, Reservation, {
  id: (c) => c.orderId,
  tallies: (_, reservation) => [{ tally: stock, keys: skusOf(reservation.items) }],
  run: (reservation, _, shelves) => reservation.allocate(shelves),
});
