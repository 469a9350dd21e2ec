import { command, handle } from 'metes';
import { z } from 'zod';
import { Address } from '../domain/address.ts';
import { CustomerId, OrderId } from '../domain/ids.ts';
import { OrderLine } from '../domain/order-line.ts';
import { Order } from '../domain/order.ts';
import { PaymentMethod } from '../domain/payment-method.ts';

/** Make what a customer checked out an order. */
export class PlaceOrder extends command(
  'PlaceOrder',
  z.strictObject({
    orderId: OrderId,
    customerId: CustomerId,
    lines: z.array(OrderLine.schema()).min(1),
    shippingAddress: Address.schema(),
    paymentMethod: PaymentMethod,
  }),
) {}

export const placeOrder = handle(PlaceOrder, Order, {
  id: (c) => c.orderId,
  expects: 'either',
  run: (order, c) => order.submit(c),
});
