import { aggregate, type TallyDesk } from 'metes';
import { z } from 'zod';
import { OrderId, Sku } from './ids.ts';
import {
  ReservationForestalled,
  StockAllocated,
  StockReleased,
  StockReserved,
  StockUnavailable,
} from './reservation-events.ts';
import { mergedBySku, StockItem } from './stock-item.ts';
import { stock } from './stock.ts';

/** `none` before anything happened, `forestalled` when the order fell through before stock was asked for. */
export const reservationStatuses = [
  'none',
  'reserved',
  'refused',
  'released',
  'allocated',
  'forestalled',
] as const;
export type ReservationStatus = (typeof reservationStatuses)[number];

type Account = (typeof stock.accounts)[number];

/** What is set aside for one order, all of it or nothing. */
export class Reservation extends aggregate('Reservation', {
  id: OrderId,
  state: z.strictObject({ status: z.enum(reservationStatuses), items: z.array(StockItem) }),
  events: [StockReserved, StockUnavailable, StockReleased, StockAllocated, ReservationForestalled],
  initial: () => ({ status: 'none' as const, items: [] }),
}) {
  get status(): ReservationStatus {
    return this.state.status;
  }

  get items(): readonly StockItem[] {
    return this.state.items;
  }

  /** Sets aside all that is wanted, or says what is missing. Asking again changes nothing. */
  reserve(wanted: readonly StockItem[], shelves: TallyDesk): void {
    if (this.state.status !== 'none') return;
    this.ensure(wanted.length > 0, 'A reservation is for at least one item');
    const items = mergedBySku(wanted);
    const shortages = shelves.move(this.#moves(items, 'available', 'reserved'));
    this.state.items = items;
    if (shortages.length === 0) {
      this.state.status = 'reserved';
      this.raise(new StockReserved({ orderId: this.id, items }));
    } else {
      this.state.status = 'refused';
      const shortfalls = shortages.map((each) => ({
        sku: Sku.parse(each.key),
        wanted: each.wanted,
        available: each.held,
      }));
      this.raise(new StockUnavailable({ orderId: this.id, shortfalls }));
    }
  }

  /** Makes available again what is set aside, if anything is. */
  release(shelves: TallyDesk): void {
    const { status, items } = this.state;
    if (status === 'none') {
      this.state.status = 'forestalled';
      this.raise(new ReservationForestalled({ orderId: this.id }));
      return;
    }
    this.ensure(status !== 'allocated', 'What belongs to an order is not released', { orderId: this.id });
    if (status !== 'reserved') return;
    this.#moveAll('reserved', 'available', shelves);
    this.state.status = 'released';
    this.raise(new StockReleased({ orderId: this.id, items }));
  }

  /** Gives what is set aside to the order for good. */
  allocate(shelves: TallyDesk): void {
    const { status, items } = this.state;
    if (status === 'allocated') return;
    this.ensure(status === 'reserved', 'Only reserved stock can be allocated', { orderId: this.id, status });
    this.#moveAll('reserved', 'allocated', shelves);
    this.state.status = 'allocated';
    this.raise(new StockAllocated({ orderId: this.id, items }));
  }

  #moveAll(from: Account, to: Account, shelves: TallyDesk): void {
    const shortages = shelves.move(this.#moves(this.state.items, from, to));
    this.ensure(shortages.length === 0, 'What a reservation holds is on the shelf', {
      orderId: this.id,
      shortages,
    });
  }

  #moves(items: readonly StockItem[], from: Account, to: Account) {
    return items.map(({ sku, quantity }) => stock.move({ key: sku, quantity, from, to }));
  }
}
