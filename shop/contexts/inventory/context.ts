import { context, eventual, publish, supporting } from 'metes';
import { readStock } from './api/http.ts';
import { allocateReservation } from './application/allocate-reservation.ts';
import { needs } from './application/needs.ts';
import { allocateWhenConfirmed, releaseWhenRejected, reserveWhenPlaced } from './application/policies.ts';
import { receiveStock } from './application/receive-stock.ts';
import { releaseReservation } from './application/release-reservation.ts';
import { reserveStock } from './application/reserve-stock.ts';
import { stockReserved, stockUnavailable } from './contract/index.ts';
import { StockReserved, StockUnavailable } from './domain/reservation-events.ts';
import { Reservation } from './domain/reservation.ts';
import { StockReceipt } from './domain/stock-receipt.ts';
import { stock } from './domain/stock.ts';
import { language } from './language.ts';

/** Inventory: what is on the shelves and for whom it is set aside. It states facts and answers nobody. */
export const inventory = context('inventory', {
  purpose: 'Knows what is on the shelves and sets it aside for orders, never more than there is',
  subdomain: supporting({ reviewed: '2026-11-02' }),
  team: 'Warehouse',
  language,
  experts: ['warehouse lead'],
  aggregates: [Reservation, StockReceipt],
  tallies: [stock],
  handlers: [reserveStock, releaseReservation, allocateReservation, receiveStock],
  needs,
  policies: [reserveWhenPlaced, releaseWhenRejected, allocateWhenConfirmed],
  publishes: [
    publish(StockReserved, stockReserved, ({ orderId, items }) => ({ orderId, items }), eventual('5s')),
    publish(
      StockUnavailable,
      stockUnavailable,
      ({ orderId, shortfalls }) => ({
        orderId,
        items: shortfalls,
      }),
      eventual('5s'),
    ),
  ],
  routes: [readStock],
});
