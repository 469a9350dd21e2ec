import { type Done, toJson, write } from 'metes';
import { z } from 'zod';
import { CheckOut } from '../application/leave-cart.ts';
import type { CartContents } from '../domain/cart.ts';
import { CheckoutDetails } from '../domain/checkout-details.ts';
import { CartId, OrderId } from '../domain/ids.ts';
import { MoneyView } from './cart-view.ts';

const CheckoutView = z.strictObject({
  orderId: z.string(),
  cartId: z.string(),
  /** How it stands at this moment; the order tells how it goes on. */
  status: z.literal('pending'),
  total: MoneyView,
});

export const checkoutRoute = write('POST', '/carts/:cartId/checkout', {
  summary:
    'Order what is in your cart. Send the same Idempotency-Key again to repeat the same request safely',
  access: ['customer'],
  idempotencyKey: 'required',
  params: z.strictObject({ cartId: CartId }),
  body: CheckoutDetails,
  command: ({ params, body, newId }) => new CheckOut({ ...params, ...body, orderId: OrderId.parse(newId()) }),
  answers: { 202: CheckoutView },
  answer: (done: Done) => {
    const { cartId, orderId, total } = done.result as CartContents;
    return {
      status: 202,
      headers: { Location: `/orders/${orderId}` },
      body: toJson({ orderId, cartId, status: 'pending', total }),
    };
  },
});
