import { policy } from 'metes';
import { orderConfirmed, orderPlaced, orderRejected } from '../../ordering/contract/index.ts';
import { OrderId, Sku } from '../domain/ids.ts';
import { AllocateReservation } from './allocate-reservation.ts';
import { ReleaseReservation } from './release-reservation.ts';
import { ReserveStock } from './reserve-stock.ts';

export const reserveWhenPlaced = policy('reserve stock when an order is placed', {
  when: orderPlaced,
  then: ({ orderId, items }) =>
    new ReserveStock({
      orderId: OrderId.parse(orderId),
      items: items.map(({ sku, quantity }) => ({ sku: Sku.parse(sku), quantity })),
    }),
});

export const releaseWhenRejected = policy('release stock when an order is rejected', {
  when: orderRejected,
  then: ({ orderId }) => new ReleaseReservation({ orderId: OrderId.parse(orderId) }),
});

export const allocateWhenConfirmed = policy('allocate stock when an order is confirmed', {
  when: orderConfirmed,
  then: ({ orderId }) => new AllocateReservation({ orderId: OrderId.parse(orderId) }),
});
