import fc from 'fast-check';
import { DomainRuleBroken, Money } from 'metes';
import { given } from 'metes/testing';
import { describe, expect, test } from 'vitest';
import { CartAbandoned, CartCheckedOut, ItemAdded, ItemRemoved, QuantityChanged } from './cart-events.ts';
import { CartItem, type ItemData } from './cart-item.ts';
import { Cart, mostItems } from './cart.ts';
import type { CheckoutDetails } from './checkout-details.ts';
import { CartId, CustomerId, OrderId, Sku } from './ids.ts';
import { ItemQuantity } from './item-quantity.ts';

const cartId = CartId.parse('cart-1');
const customerId = CustomerId.parse('ada');
const orderId = OrderId.parse('order-1');
const details: CheckoutDetails = {
  paymentMethod: { type: 'card', token: 'pm_card_visa' },
  shippingAddress: { street: '12 Elm St', city: 'Springfield', state: 'IL', zipCode: '62701', country: 'US' },
};
const item = (sku: string, quantity: number, price = 1_000, currency: 'USD' | 'EUR' = 'USD'): ItemData => ({
  sku: Sku.parse(sku),
  name: `The ${sku}`,
  quantity: new ItemQuantity(quantity),
  unitPrice: Money.of(price, currency),
});
const open = given(Cart)
  .at(cartId)
  .once((cart) => cart.open(customerId));

describe('a cart', () => {
  test('is taken once', () => {
    open.when((cart) => cart.open(CustomerId.parse('eve'))).thenRefused('A cart is taken once');
  });

  test('keeps the price at which an item was added', () => {
    open
      .when((cart) => cart.add(item('mug', 2, 1_250)))
      .thenRaised(new ItemAdded({ cartId, item: new CartItem(item('mug', 2, 1_250)) }))
      .thenState({ status: 'open', customerId, items: [item('mug', 2, 1_250)], orderId: null });
  });

  test('has more of what is there already, all of it at the price of today', () => {
    const cart = open
      .once((cart) => cart.add(item('mug', 2, 1_250)))
      .when((cart) => cart.add(item('mug', 1, 1_400))).root;
    expect(cart.contents()).toMatchObject({ items: [{ quantity: { value: 3 } }], total: { minor: 4_200 } });
  });

  test('holds 1 to 99 of one thing', () => {
    expect(() => item('mug', 0)).toThrow(/Too small/);
    expect(() => item('mug', 1.5)).toThrow(/int/);
    expect(() => item('mug', 100)).toThrow(/Too big/);
    open
      .once((cart) => cart.add(item('mug', 90)))
      .when((cart) => cart.add(item('mug', 10)))
      .thenRefused('A quantity is at most 99');
  });

  test(`holds at most ${mostItems} different things`, () => {
    const full = Array.from(
      { length: mostItems },
      (_, number) => (cart: Cart) => cart.add(item(`sku-${number}`, 1)),
    );
    open
      .once(...full)
      .when((cart) => cart.add(item('one-more', 1)))
      .thenRefused(`A cart holds at most ${mostItems} different things`);
    open
      .once(...full)
      .when((cart) => cart.add(item('sku-7', 1)))
      .thenRaised(new ItemAdded({ cartId, item: new CartItem(item('sku-7', 2)) }));
  });

  test('has one currency', () => {
    open
      .once((cart) => cart.add(item('mug', 1)))
      .when((cart) => cart.add(item('tea', 1, 500, 'EUR')))
      .thenRefused('All items of a cart have one currency');
  });

  test('changes how many are wanted of what is in it, and of nothing else', () => {
    const filled = open.once((cart) => cart.add(item('mug', 2)));
    const quantity = new ItemQuantity(5);
    filled
      .when((cart) => cart.changeQuantity(Sku.parse('mug'), quantity))
      .thenRaised(new QuantityChanged({ cartId, sku: Sku.parse('mug'), quantity }));
    filled.when((cart) => cart.changeQuantity(Sku.parse('mug'), new ItemQuantity(2))).thenRaised();
    filled
      .when((cart) => cart.changeQuantity(Sku.parse('tea'), quantity))
      .thenRefused('This is not in the cart');
  });

  test('lets go of what is taken out', () => {
    const filled = open.once((cart) => cart.add(item('mug', 2)));
    filled
      .when((cart) => cart.remove(Sku.parse('mug')))
      .thenRaised(new ItemRemoved({ cartId, sku: Sku.parse('mug') }));
    filled.when((cart) => cart.remove(Sku.parse('tea'))).thenRefused('This is not in the cart');
  });

  test('tells at the checkout what is wanted, at the prices that stand there', () => {
    open
      .once(
        (cart) => cart.add(item('mug', 2, 1_250)),
        (cart) => cart.add(item('tea', 1, 399)),
      )
      .when((cart) => cart.checkOut(orderId, details))
      .thenRaised(
        new CartCheckedOut({
          cartId,
          orderId,
          customerId,
          items: [new CartItem(item('mug', 2, 1_250)), new CartItem(item('tea', 1, 399))],
          total: Money.of(2_899, 'USD'),
          ...details,
        }),
      );
  });

  test('that is empty cannot be checked out', () => {
    open.when((cart) => cart.checkOut(orderId, details)).thenRefused('An empty cart cannot be checked out');
  });

  test.each([
    ['checked out', (cart: Cart) => cart.checkOut(orderId, details)],
    ['abandoned', (cart: Cart) => cart.abandon()],
  ])('that is %s changes no more', (_, end) => {
    const ended = open.once((cart) => cart.add(item('mug', 1)), end);
    const rule = 'Only an open cart can be used';
    ended.when((cart) => cart.add(item('tea', 1))).thenRefused(rule);
    ended.when((cart) => cart.changeQuantity(Sku.parse('mug'), new ItemQuantity(2))).thenRefused(rule);
    ended.when((cart) => cart.remove(Sku.parse('mug'))).thenRefused(rule);
    ended.when((cart) => cart.checkOut(orderId, details)).thenRefused(rule);
  });

  test('can be given up, and giving it up again changes nothing', () => {
    open.when((cart) => cart.abandon()).thenRaised(new CartAbandoned({ cartId }));
    open
      .once((cart) => cart.abandon())
      .when((cart) => cart.abandon())
      .thenRaised();
  });

  test('is what a plain count says, whatever is done with it', () => {
    const sku = fc.constantFrom('mug', 'tea', 'hat');
    const step = fc.oneof(
      fc.record({
        do: fc.constant('add' as const),
        sku,
        quantity: fc.integer({ min: 1, max: 99 }),
        price: fc.integer({ min: 0, max: 9_999_999 }),
      }),
      fc.record({ do: fc.constant('change' as const), sku, quantity: fc.integer({ min: 1, max: 99 }) }),
      fc.record({ do: fc.constant('remove' as const), sku }),
      fc.record({ do: fc.constant('checkOut' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const cart = open.root;
        const plain = new Map<string, { quantity: number; price: number }>();
        let done = false;
        for (const each of steps) {
          const there = each.do === 'checkOut' ? undefined : plain.get(each.sku);
          const allowed =
            !done &&
            (each.do === 'checkOut'
              ? plain.size > 0
              : each.do === 'add'
                ? (there?.quantity ?? 0) + each.quantity <= 99
                : !!there);
          const act = (): void => {
            if (each.do === 'add') cart.add(item(each.sku, each.quantity, each.price));
            else if (each.do === 'change')
              cart.changeQuantity(Sku.parse(each.sku), new ItemQuantity(each.quantity));
            else if (each.do === 'remove') cart.remove(Sku.parse(each.sku));
            else cart.checkOut(orderId, details);
          };
          if (!allowed) {
            expect(act).toThrow(DomainRuleBroken);
            continue;
          }
          act();
          if (each.do === 'add')
            plain.set(each.sku, { quantity: (there?.quantity ?? 0) + each.quantity, price: each.price });
          else if (each.do === 'change')
            plain.set(each.sku, { quantity: each.quantity, price: there?.price ?? 0 });
          else if (each.do === 'remove') plain.delete(each.sku);
          else done = true;
        }
        const total = [...plain.values()].reduce((sum, { quantity, price }) => sum + quantity * price, 0);
        expect(cart.total()?.minor ?? 0).toBe(total);
        expect(cart.items.map((each) => [each.sku, each.quantity.value])).toEqual(
          [...plain].map(([name, { quantity }]) => [name, quantity]),
        );
      }),
      { numRuns: 200 },
    );
  });
});
