import fc from 'fast-check';
import { DomainRuleBroken, type TallyDesk } from 'metes';
import { given, handled, type Holdings } from 'metes/testing';
import { describe, expect, test } from 'vitest';
import { OrderId, ReceiptId, Sku } from '../domain/ids.ts';
import {
  ReservationForestalled,
  StockAllocated,
  StockReleased,
  StockReserved,
  StockUnavailable,
} from '../domain/reservation-events.ts';
import { Reservation } from '../domain/reservation.ts';
import type { StockItem } from '../domain/stock-item.ts';
import { StockReceipt, StockReceived } from '../domain/stock-receipt.ts';
import { stock } from '../domain/stock.ts';
import { AllocateReservation, allocateReservation } from './allocate-reservation.ts';
import { ReceiveStock, receiveStock } from './receive-stock.ts';
import { ReleaseReservation, releaseReservation } from './release-reservation.ts';
import { ReserveStock, reserveStock } from './reserve-stock.ts';

const orderId = OrderId.parse('order-1');
const of = (sku: string, quantity: number): StockItem => ({ sku: Sku.parse(sku), quantity });
const items = [of('mug', 2), of('tea', 1)];
const shelf = (available: number, reserved = 0, allocated = 0) => ({ available, reserved, allocated });
const shelves: Holdings = { stock: { mug: shelf(5), tea: shelf(1) } };

/** Shelves that give whatever is asked of them. */
const wellStocked: TallyDesk = { move: () => [], held: () => 0 };
const reserved = given(Reservation)
  .at(orderId)
  .once((reservation) => reservation.reserve(items, wellStocked));
const refused = given(Reservation)
  .at(orderId)
  .once((reservation) =>
    reservation.reserve(items, {
      move: () => [{ key: 'tea', account: 'available', wanted: 1, held: 0 }],
      held: () => 0,
    }),
  );

describe('a reservation', () => {
  test('sets aside all that an order wants', () => {
    const { events, tallies } = handled(reserveStock, new ReserveStock({ orderId, items }), {
      tallies: shelves,
    });
    expect(events).toEqual([new StockReserved({ orderId, items })]);
    expect(tallies).toEqual({ stock: { mug: shelf(3, 2), tea: shelf(0, 1) } });
  });

  test('sets nothing aside when one thing is missing, and says what', () => {
    const wanted = [of('mug', 2), of('tea', 3), of('hat', 1)];
    const { events, tallies } = handled(reserveStock, new ReserveStock({ orderId, items: wanted }), {
      tallies: shelves,
    });
    const shortfalls = [
      { sku: Sku.parse('tea'), wanted: 3, available: 1 },
      { sku: Sku.parse('hat'), wanted: 1, available: 0 },
    ];
    expect(events).toEqual([new StockUnavailable({ orderId, shortfalls })]);
    expect(tallies).toEqual({ stock: { mug: shelf(5), tea: shelf(1), hat: shelf(0) } });
  });

  test('counts a SKU that is named twice as one', () => {
    const twice = new ReserveStock({ orderId, items: [of('mug', 3), of('mug', 3)] });
    const { events, tallies } = handled(reserveStock, twice, { tallies: shelves });
    expect(events).toEqual([
      new StockUnavailable({ orderId, shortfalls: [{ sku: Sku.parse('mug'), wanted: 6, available: 5 }] }),
    ]);
    expect(tallies['stock']?.['mug']).toEqual(shelf(5));
  });

  test('that is asked for again changes nothing', () => {
    for (const { root } of [reserved, refused]) {
      const { events, tallies } = handled(reserveStock, new ReserveStock({ orderId, items }), {
        root,
        tallies: shelves,
      });
      expect(events).toEqual([]);
      expect(tallies).toEqual(shelves);
    }
  });

  test('that is released gives everything back, once', () => {
    const tallies = { stock: { mug: shelf(3, 2), tea: shelf(0, 1) } };
    const first = handled(releaseReservation, new ReleaseReservation({ orderId }), {
      root: reserved.root,
      tallies,
    });
    expect(first.events).toEqual([new StockReleased({ orderId, items })]);
    expect(first.tallies).toEqual(shelves);
    const released = reserved.once((reservation) => reservation.release(wellStocked));
    const second = handled(releaseReservation, new ReleaseReservation({ orderId }), {
      root: released.root,
      tallies: shelves,
    });
    expect(second.events).toEqual([]);
    expect(second.tallies).toEqual(shelves);
  });

  test('that was refused has nothing to give back', () => {
    const { events, tallies } = handled(releaseReservation, new ReleaseReservation({ orderId }), {
      root: refused.root,
      tallies: shelves,
    });
    expect(events).toEqual([]);
    expect(tallies).toEqual(shelves);
  });

  test('sets nothing aside when the order fell through before', () => {
    const { events } = handled(releaseReservation, new ReleaseReservation({ orderId }));
    expect(events).toEqual([new ReservationForestalled({ orderId })]);
    const forestalled = given(Reservation)
      .at(orderId)
      .once((reservation) => reservation.release(wellStocked));
    const late = handled(reserveStock, new ReserveStock({ orderId, items }), {
      root: forestalled.root,
      tallies: shelves,
    });
    expect(late.events).toEqual([]);
    expect(late.tallies).toEqual(shelves);
  });

  test('that is allocated belongs to the order for good', () => {
    const tallies = { stock: { mug: shelf(3, 2), tea: shelf(0, 1) } };
    const { events, ...after } = handled(allocateReservation, new AllocateReservation({ orderId }), {
      root: reserved.root,
      tallies,
    });
    expect(events).toEqual([new StockAllocated({ orderId, items })]);
    expect(after.tallies).toEqual({ stock: { mug: shelf(3, 0, 2), tea: shelf(0, 0, 1) } });
    const allocated = reserved.once((reservation) => reservation.allocate(wellStocked));
    allocated.when((reservation) => reservation.allocate(wellStocked)).thenRaised();
    allocated
      .when((reservation) => reservation.release(wellStocked))
      .thenRefused('What belongs to an order is not released');
  });

  test('allocates only what it holds', () => {
    for (const each of [refused, reserved.once((reservation) => reservation.release(wellStocked))]) {
      each
        .when((reservation) => reservation.allocate(wellStocked))
        .thenRefused('Only reserved stock can be allocated');
    }
    const emptied = { stock: { mug: shelf(5), tea: shelf(1) } };
    const allocate = () =>
      handled(allocateReservation, new AllocateReservation({ orderId }), {
        root: reserved.root,
        tallies: emptied,
      });
    expect(allocate).toThrow('What a reservation holds is on the shelf');
  });
});

describe('a receipt', () => {
  const receiptId = ReceiptId.parse('slip-1');
  const receive = new ReceiveStock({ receiptId, items: [of('mug', 5), of('mug', 1), of('tea', 2)] });

  test('puts goods on the shelf, once', () => {
    const { events, tallies, root } = handled(receiveStock, receive, { tallies: shelves });
    expect(events).toEqual([new StockReceived({ receiptId, items: [of('mug', 6), of('tea', 2)] })]);
    expect(tallies).toEqual({ stock: { mug: shelf(11), tea: shelf(3) } });
    expect((root as StockReceipt).items).toHaveLength(2);
    const booked = given(StockReceipt)
      .at(receiptId)
      .once((receipt) => receipt.receive(receive.items, wellStocked));
    const again = handled(receiveStock, receive, { root: booked.root, tallies });
    expect(again.events).toEqual([]);
    expect(again.tallies).toEqual(tallies);
  });

  test('that is booked cannot be booked with other goods', () => {
    const booked = given(StockReceipt)
      .at(receiptId)
      .once((receipt) => receipt.receive([of('mug', 5)], wellStocked));
    booked
      .when((receipt) => receipt.receive([of('mug', 6)], wellStocked))
      .thenRefused('A slip that is booked cannot be booked with other goods');
  });
});

test('no sequence of orders makes or loses a unit, or promises one twice', () => {
  const skus = ['mug', 'tea', 'hat'] as const;
  const wish = fc.record({ sku: fc.constantFrom(...skus), quantity: fc.integer({ min: 1, max: 6 }) });
  const step = fc.record({
    order: fc.integer({ min: 0, max: 5 }),
    act: fc.constantFrom('reserve', 'release', 'allocate'),
    wishes: fc.array(wish, { minLength: 1, maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const held = new Map(skus.map((sku) => [sku as string, { available: 10, reserved: 0, allocated: 0 }]));
      const desk = deskOver(held);
      const reservations = Array.from(
        { length: 6 },
        (_, index) => given(Reservation).at(OrderId.parse(`order-${index}`)).root,
      );
      for (const { order, act, wishes } of steps) {
        const reservation = reservations[order]!;
        try {
          if (act === 'reserve')
            reservation.reserve(
              wishes.map(({ sku, quantity }) => of(sku, quantity)),
              desk,
            );
          else if (act === 'release') reservation.release(desk);
          else reservation.allocate(desk);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainRuleBroken);
        }
        for (const [sku, accounts] of held) {
          const promised = (status: string) =>
            reservations
              .filter((each) => each.status === status)
              .flatMap((each) => each.items)
              .reduce((sum, each) => sum + (each.sku === sku ? each.quantity : 0), 0);
          expect(accounts.available + accounts.reserved + accounts.allocated).toBe(10);
          expect(accounts.reserved).toBe(promised('reserved'));
          expect(accounts.allocated).toBe(promised('allocated'));
          expect(accounts.available).toBeGreaterThanOrEqual(0);
        }
      }
    }),
    { numRuns: 200 },
  );
});

type Accounts = Record<(typeof stock.accounts)[number], number>;

/** Plain shelves: all moves or none. */
function deskOver(held: Map<string, Accounts>): TallyDesk {
  return {
    held: (_, key, account) => held.get(key)![account as keyof Accounts],
    move: (moves) => {
      const shortages = moves.flatMap(({ key, from, quantity }) => {
        const there = held.get(key)![from as keyof Accounts];
        return there < quantity ? [{ key, account: from!, wanted: quantity, held: there }] : [];
      });
      if (shortages.length === 0) {
        for (const { key, from, to, quantity } of moves) {
          held.get(key)![from as keyof Accounts] -= quantity;
          held.get(key)![to as keyof Accounts] += quantity;
        }
      }
      return shortages;
    },
  };
}
