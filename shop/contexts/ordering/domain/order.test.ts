import fc from 'fast-check';
import { DomainRuleBroken, Money, toJson } from 'metes';
import { given } from 'metes/testing';
import { describe, expect, test } from 'vitest';
import { Address } from './address.ts';
import { CustomerId, OrderId, PaymentId, Sku } from './ids.ts';
import {
  OrderAwaitingPayment,
  OrderConfirmed,
  OrderPaid,
  OrderRejected,
  OrderSubmitted,
} from './order-events.ts';
import { type News, orderStatuses, type OrderStatus, responses } from './order-lifecycle.ts';
import { OrderLine } from './order-line.ts';
import { Order, type Submission } from './order.ts';

const orderId = OrderId.parse('order-1');
const customerId = CustomerId.parse('ada');
const paymentId = PaymentId.parse('payment-order-1');
const paymentMethod = { type: 'card', token: 'pm_card_visa' } as const;
const shippingAddress = new Address({
  street: '12 Elm St',
  city: 'Springfield',
  state: 'IL',
  zipCode: '62701',
  country: 'US',
});
const line = (sku: string, quantity: number, price: number, currency: 'USD' | 'EUR' | 'JPY' = 'USD') =>
  new OrderLine({ sku: Sku.parse(sku), name: `The ${sku}`, quantity, unitPrice: Money.of(price, currency) });
const submission = (...lines: OrderLine[]): Submission => ({
  customerId,
  lines,
  shippingAddress,
  paymentMethod,
});
const mugs = line('mug', 2, 1_250);
const total = Money.of(2_500, 'USD');

const draft = given(Order).at(orderId);
const pending = draft.once((order) => order.submit(submission(mugs)));
const reserved = pending.once((order) => order.stockReserved());
const confirmed = reserved.once((order) => order.paymentAuthorised(paymentId, total));
const rejected = pending.once((order) => order.stockUnavailable('mug: 2 wanted, 1 available'));
/** `paid` lasts for a moment inside one command only, so it is made by hand. */
const paid = draft.in({ ...(toJson(reservedState()) as object), status: 'paid', paymentId } as never);
const inStatus = { draft, pending, 'stock-reserved': reserved, paid, confirmed, rejected };

function reservedState(): unknown {
  return {
    status: 'stock-reserved',
    customerId,
    lines: [mugs],
    total,
    shippingAddress,
    paymentMethod,
    paymentId: null,
    rejection: null,
  };
}

describe('an order', () => {
  test('is pending once it is submitted, and tells who ordered what for how much', () => {
    draft
      .when((order) => order.submit(submission(mugs, line('tea', 1, 399))))
      .thenRaised(
        new OrderSubmitted({
          orderId,
          customerId,
          lines: [mugs, line('tea', 1, 399)],
          total: Money.of(2_899, 'USD'),
          shippingAddress,
          paymentMethod,
        }),
      );
    expect(pending.root.status).toBe('pending');
  });

  test('that is empty cannot be submitted', () => {
    draft.when((order) => order.submit(submission())).thenRefused('An empty order cannot be submitted');
  });

  test('that is submitted again stays as it is', () => {
    pending.when((order) => order.submit(submission(line('hat', 9, 9_999)))).thenRaised();
  });

  test('makes one line of one product', () => {
    const order = draft.when((order) =>
      order.submit(submission(line('mug', 1, 1_250), line('tea', 1, 399), line('mug', 2, 1_250))),
    ).root;
    expect(order.lines.map(({ sku, quantity }) => [sku, quantity.value])).toEqual([
      ['mug', 3],
      ['tea', 1],
    ]);
    expect(order.total().minor).toBe(4_149);
  });

  test('has one price for one product', () => {
    draft
      .when((order) => order.submit(submission(mugs, line('mug', 1, 1))))
      .thenRefused('One product has one price in an order');
  });

  test('has one currency, and it need not be the dollar', () => {
    draft
      .when((order) => order.submit(submission(mugs, line('tea', 1, 399, 'EUR'))))
      .thenRefused('All lines of an order have one currency');
    expect(
      draft
        .when((order) => order.submit(submission(line('mug', 3, 500, 'JPY'))))
        .root.total()
        .toString(),
    ).toBe('1500 JPY');
  });

  test('refuses quantities that are none', () => {
    for (const quantity of [0, -1, 1.5, Number.NaN, 2 ** 53])
      expect(() => line('mug', quantity, 100)).toThrow(/quantity/);
  });

  test('can be changed as a draft only', () => {
    const composed = draft.once(
      (order) => order.addLine(mugs),
      (order) => order.addLine(line('tea', 1, 399)),
      (order) => order.removeLine(Sku.parse('tea')),
    ).root;
    expect(composed.lines).toEqual([mugs]);
    for (const status of orderStatuses.filter((each) => each !== 'draft')) {
      inStatus[status].when((order) => order.addLine(mugs)).thenRefused('Only a draft order can be changed');
      inStatus[status]
        .when((order) => order.removeLine(Sku.parse('mug')))
        .thenRefused('Only a draft order can be changed');
    }
  });

  test('asks for its total once the goods are set aside', () => {
    pending
      .when((order) => order.stockReserved())
      .thenRaised(new OrderAwaitingPayment({ orderId, customerId, total, paymentMethod }));
  });

  test('is paid and confirmed once the payment is authorised', () => {
    reserved
      .when((order) => order.paymentAuthorised(paymentId, total))
      .thenRaised(new OrderPaid({ orderId, paymentId, amount: total }), new OrderConfirmed({ orderId }));
  });

  test('is paid in full or not at all', () => {
    for (const amount of [Money.of(2_499, 'USD'), Money.of(2_501, 'USD'), Money.of(2_500, 'EUR')]) {
      reserved
        .when((order) => order.paymentAuthorised(paymentId, amount))
        .thenRefused('An order is paid in full');
    }
  });

  test('is rejected with the reason when stock or payment fails', () => {
    const explanation = 'mug: 2 wanted, 1 available';
    pending
      .when((order) => order.stockUnavailable(explanation))
      .thenRaised(new OrderRejected({ orderId, reason: 'insufficient-stock', explanation }));
    reserved
      .when((order) => order.paymentDeclined('Your card was declined.'))
      .thenRaised(
        new OrderRejected({ orderId, reason: 'payment-declined', explanation: 'Your card was declined.' }),
      );
    reserved
      .when((order) => order.paymentOverdue())
      .thenRaised(
        new OrderRejected({
          orderId,
          reason: 'payment-overdue',
          explanation: 'The order was not paid in time',
        }),
      );
  });
});

const hear: Record<News, (order: Order) => void> = {
  'stock reserved': (order) => order.stockReserved(),
  'stock unavailable': (order) => order.stockUnavailable('none left'),
  'payment authorised': (order) => order.paymentAuthorised(paymentId, total),
  'payment declined': (order) => order.paymentDeclined('no'),
  'payment overdue': (order) => order.paymentOverdue(),
};

describe.each(Object.entries(inStatus))('an order that is %s', (name, given) => {
  const status = name as OrderStatus;
  test.each(Object.entries(hear))('answers to "%s" as its life says', (news, act) => {
    const response = responses[news as News][status];
    const outcome = given.when(act);
    if (response === 'refuses') outcome.thenRefused(`News of "${news}" cannot be true of this order`);
    else if (response === 'ignores') outcome.thenRaised();
    expect(outcome.root.status === status).toBe(response !== 'acts');
  });
});

test('no order of news ends an order twice, changes its lines or makes its total another', () => {
  const news = fc.constantFrom(...(Object.keys(hear) as News[]));
  fc.assert(
    fc.property(fc.array(news, { maxLength: 20 }), (heard) => {
      const order = pending.root;
      const lines = JSON.stringify(order.lines);
      let ended: OrderStatus | undefined;
      for (const each of heard) {
        try {
          hear[each](order);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainRuleBroken);
        }
        if (ended) expect(order.status).toBe(ended);
        if (order.status === 'confirmed' || order.status === 'rejected') ended = order.status;
        expect(JSON.stringify(order.lines)).toBe(lines);
        expect(order.total().minor).toBe(
          order.lines.reduce((sum, each) => sum + each.unitPrice.minor * each.quantity.value, 0),
        );
        expect(order.rejection !== null).toBe(order.status === 'rejected');
      }
    }),
    { numRuns: 300 },
  );
});

test('the total is the exact sum of any lines', () => {
  const anyLine = fc.record({
    price: fc.integer({ min: 0, max: 99_999_999 }),
    quantity: fc.integer({ min: 1, max: 99 }),
  });
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 20 }), (lines) => {
      const order = draft.root;
      order.submit(
        submission(...lines.map(({ price, quantity }, index) => line(`sku-${index}`, quantity, price))),
      );
      expect(order.total().minor).toBe(lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0));
    }),
  );
});

test('an address is compared by all five parts and written on one line', () => {
  const parts = { street: '12 Elm St', city: 'Springfield', state: 'IL', zipCode: '62701', country: 'US' };
  expect(shippingAddress.formatted()).toBe('12 Elm St, Springfield, IL 62701, US');
  expect(shippingAddress.equals(new Address(parts))).toBe(true);
  const others = Object.keys(parts).map((part) => new Address({ ...parts, [part]: 'CA' }));
  expect(others.map((other) => shippingAddress.equals(other))).toEqual([false, false, false, false, false]);
});
