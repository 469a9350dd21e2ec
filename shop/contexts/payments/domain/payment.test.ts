import fc from 'fast-check';
import { DomainRuleBroken, Money } from 'metes';
import { given } from 'metes/testing';
import { describe, expect, test } from 'vitest';
import { CustomerId, OrderId, paymentOf } from './ids.ts';
import {
  PaymentAuthorised,
  PaymentCalledOff,
  PaymentCaptured,
  PaymentCaptureRequested,
  PaymentDeclined,
  PaymentOutcomeUnknown,
  PaymentPutOnHold,
  PaymentRequested,
  PaymentRequestRepeated,
  PaymentVoided,
  PaymentVoidRequested,
} from './payment-events.ts';
import { paymentLifecycle } from './payment-lifecycle.ts';
import { Payment } from './payment.ts';
import type { Operation, PaymentResult } from './payment-result.ts';

const orderId = OrderId.parse('order-1');
const customerId = CustomerId.parse('ada');
const paymentId = paymentOf(orderId);
const amount = Money.of(2_899, 'USD');
const method = { type: 'card', token: 'pm_card_visa' } as const;
const terms = { orderId, customerId, amount, method };
const reference = 'provider-7';
const processedAt = new Date('2026-11-21T10:00:00Z');
const completed = (held = amount): PaymentResult => ({
  status: 'COMPLETED',
  paymentId,
  reference,
  amount: held,
  processedAt,
});
const failed: PaymentResult = {
  status: 'FAILED',
  paymentId,
  reference,
  failureReason: 'Your card was declined.',
  processedAt,
};
const unknown: PaymentResult = { status: 'UNKNOWN', paymentId, failureReason: 'no answer' };
const pending: PaymentResult = { status: 'PENDING', paymentId, reference, failureReason: 'being worked on' };

const due = given(Payment).at(paymentId);
const requested = due.once((payment) => payment.request(terms));
const inDoubt = requested.once((payment) => payment.record('authorisation', unknown));
const authorised = requested.once((payment) => payment.record('authorisation', completed()));
const capturing = authorised.once((payment) => payment.capture());
const captured = capturing.once((payment) => payment.record('capture', completed()));
const voiding = authorised.once((payment) => payment.callOff(orderId));

test('the life of a payment is written down for every event that it raises, and for no other', () => {
  expect(Object.keys(paymentLifecycle).toSorted()).toEqual([...Payment.events.keys()].toSorted());
});

describe('a payment', () => {
  test('is asked for once', () => {
    due.when((payment) => payment.request(terms)).thenRaised(new PaymentRequested({ paymentId, ...terms }));
    requested.when((payment) => payment.request(terms)).thenRaised();
  });

  test('is held, taken and ours', () => {
    requested
      .when((payment) => payment.record('authorisation', completed()))
      .thenRaised(new PaymentAuthorised({ paymentId, orderId, amount, reference, processedAt }));
    authorised
      .when((payment) => payment.capture())
      .thenRaised(new PaymentCaptureRequested({ paymentId, orderId, amount, reference }));
    capturing
      .when((payment) => payment.record('capture', completed()))
      .thenRaised(new PaymentCaptured({ paymentId, orderId, amount, reference, processedAt }));
  });

  test('is declined with the reason of the provider', () => {
    requested
      .when((payment) => payment.record('authorisation', failed))
      .thenRaised(
        new PaymentDeclined({ paymentId, orderId, failureReason: 'Your card was declined.', reference }),
      );
  });

  test('is let go when the order falls through', () => {
    authorised
      .when((payment) => payment.callOff(orderId))
      .thenRaised(new PaymentVoidRequested({ paymentId, orderId, amount, reference }));
    voiding
      .when((payment) => payment.record('void', completed()))
      .thenRaised(new PaymentVoided({ paymentId, orderId, reference, processedAt }));
  });

  test('that was told of before is not told of again', () => {
    authorised.when((payment) => payment.record('authorisation', completed())).thenRaised();
    captured.when((payment) => payment.record('capture', completed())).thenRaised();
    captured.when((payment) => payment.record('authorisation', failed)).thenRaised();
    captured.when((payment) => payment.capture()).thenRaised();
    voiding.when((payment) => payment.callOff(orderId)).thenRaised();
    authorised.when((payment) => payment.record('capture', completed())).thenRaised();
  });

  test('that is not held cannot be taken', () => {
    for (const each of [
      requested,
      inDoubt,
      voiding,
      requested.once((payment) => payment.record('authorisation', failed)),
    ]) {
      each.when((payment) => payment.capture()).thenRefused('Only money that is held can be taken');
    }
  });

  test('that is being taken is not called off', () => {
    for (const each of [capturing, captured]) {
      each
        .when((payment) => payment.callOff(orderId))
        .thenRefused('What an order has paid for is refunded, not called off');
    }
  });
});

describe('a payment of which nobody knows', () => {
  test('leads to a question and not to another request', () => {
    for (const [result, known] of [
      [unknown, null],
      [pending, reference],
    ] as const) {
      requested
        .when((payment) => payment.record('authorisation', result))
        .thenRaised(
          new PaymentOutcomeUnknown({
            paymentId,
            orderId,
            operation: 'authorisation',
            reference: known,
            doubts: 1,
            why: 'failureReason' in result ? result.failureReason : '',
          }),
        );
    }
  });

  test('is what the provider says, when it says', () => {
    inDoubt
      .when((payment) => payment.record('authorisation', completed()))
      .thenRaised(new PaymentAuthorised({ paymentId, orderId, amount, reference, processedAt }));
    inDoubt
      .when((payment) => payment.record('authorisation', failed))
      .thenRaised(
        new PaymentDeclined({ paymentId, orderId, failureReason: 'Your card was declined.', reference }),
      );
  });

  test('is asked for again in the same words when the provider knows of none', () => {
    inDoubt
      .when((payment) => payment.repeat('authorisation'))
      .thenRaised(
        new PaymentRequestRepeated({
          paymentId,
          orderId,
          operation: 'authorisation',
          amount,
          method,
          reference: null,
        }),
      );
  });

  test('is not asked for again once it is known, or while it is under way', () => {
    for (const each of [requested, authorised, captured])
      each.when((payment) => payment.repeat('authorisation')).thenRaised();
  });

  test('counts its doubts, so that a failing provider is asked ever more slowly', () => {
    inDoubt
      .once((payment) => payment.repeat('authorisation'))
      .when((payment) => payment.record('authorisation', unknown))
      .thenRaised(
        new PaymentOutcomeUnknown({
          paymentId,
          orderId,
          operation: 'authorisation',
          reference: null,
          doubts: 2,
          why: 'no answer',
        }),
      );
  });

  test('is left to a person when nobody can find out', () => {
    inDoubt
      .when((payment) => payment.giveUp('authorisation', 'asked for a day'))
      .thenRaised(
        new PaymentPutOnHold({
          paymentId,
          orderId,
          operation: 'authorisation',
          why: 'asked for a day',
          expected: amount,
          actual: null,
          reference: null,
        }),
      );
  });

  test.each(['capture', 'void'] as const)('is asked about and repeated for a %s as well', (operation) => {
    const underWay = operation === 'capture' ? capturing : voiding;
    const doubted = underWay.once((payment) => payment.record(operation, unknown));
    doubted
      .when((payment) => payment.repeat(operation))
      .thenRaised(new PaymentRequestRepeated({ paymentId, orderId, operation, amount, method, reference }));
    expect(doubted.when((payment) => payment.record(operation, completed())).root.status).toBe(
      operation === 'capture' ? 'captured' : 'voided',
    );
  });
});

describe('a payment whose order fell through', () => {
  test('before it was due is never asked for', () => {
    const calledOff = due.once((payment) => payment.callOff(orderId));
    due.when((payment) => payment.callOff(orderId)).thenRaised(new PaymentCalledOff({ paymentId, orderId }));
    calledOff.when((payment) => payment.request(terms)).thenRaised();
  });

  test.each([
    ['requested', requested],
    ['in doubt', inDoubt],
  ] as const)('while it was %s is let go as soon as it is held', (_, each) => {
    const calledOff = each.once((payment) => payment.callOff(orderId));
    each.when((payment) => payment.callOff(orderId)).thenRaised(new PaymentCalledOff({ paymentId, orderId }));
    calledOff.when((payment) => payment.callOff(orderId)).thenRaised();
    calledOff
      .when((payment) => payment.record('authorisation', completed()))
      .thenRaised(
        new PaymentAuthorised({ paymentId, orderId, amount, reference, processedAt }),
        new PaymentVoidRequested({ paymentId, orderId, amount, reference }),
      );
    expect(calledOff.when((payment) => payment.record('authorisation', failed)).root.status).toBe('declined');
  });

  test('while the provider was working on it is let go at once', () => {
    requested
      .once((payment) => payment.record('authorisation', pending))
      .when((payment) => payment.callOff(orderId))
      .thenRaised(new PaymentVoidRequested({ paymentId, orderId, amount, reference }));
  });
});

describe('a payment of another amount', () => {
  const why = 'The provider has another amount than was asked for';

  test.each([
    ['authorisation', requested],
    ['capture', capturing],
  ] as const)('is put on hold at the %s', (operation, each) => {
    for (const actual of [Money.of(2_898, 'USD'), Money.of(2_900, 'USD'), Money.of(2_899, 'EUR')]) {
      each
        .when((payment) => payment.record(operation, completed(actual)))
        .thenRaised(
          new PaymentPutOnHold({ paymentId, orderId, operation, why, expected: amount, actual, reference }),
        );
    }
  });

  test('that is only held is let go when the order falls through', () => {
    requested
      .once((payment) => payment.record('authorisation', completed(Money.of(1, 'USD'))))
      .when((payment) => payment.callOff(orderId))
      .thenRaised(new PaymentVoidRequested({ paymentId, orderId, amount, reference }));
  });
});

describe('money that the provider takes although the order fell through', () => {
  const why = 'The provider has taken the money although the order fell through';
  const declined = requested.once((payment) => payment.record('authorisation', failed));
  const voided = voiding.once((payment) => payment.record('void', completed()));
  const calledOff = inDoubt.once((payment) => payment.callOff(orderId));

  test.each([
    ['declined', declined],
    ['being let go', voiding],
    ['let go', voided],
    ['called off in doubt', calledOff],
  ] as const)('is left to a person when the payment was %s', (_, each) => {
    each
      .when((payment) => payment.record('capture', completed()))
      .thenRaised(
        new PaymentPutOnHold({
          paymentId,
          orderId,
          operation: 'capture',
          why,
          expected: amount,
          actual: amount,
          reference,
        }),
      );
    const held = each.once((payment) => payment.record('capture', completed()));
    held.when((payment) => payment.record('capture', completed())).thenRaised();
    held.when((payment) => payment.callOff(orderId)).thenRaised();
    each.when((payment) => payment.record('capture', failed)).thenRaised();
    each.when((payment) => payment.record('capture', unknown)).thenRaised();
  });

  test('is told apart from what was told before', () => {
    for (const each of [captured, authorised, requested, inDoubt])
      each.when((payment) => payment.record('capture', completed())).thenRaised();
  });
});

test.each(['capture', 'void'] as const)('a %s that the provider refuses is left to a person', (operation) => {
  const each = operation === 'capture' ? capturing : voiding;
  expect(each.when((payment) => payment.record(operation, failed)).root.status).toBe('on-hold');
});

test('whatever the provider and the order do, money is asked for once, and taken or let go at most once', () => {
  const results = [completed(), completed(Money.of(1, 'USD')), failed, unknown, pending];
  const operation = fc.constantFrom<Operation[]>('authorisation', 'capture', 'void');
  const step = fc.oneof(
    fc.record({ do: fc.constant('record' as const), operation, result: fc.constantFrom(...results) }),
    fc.record({ do: fc.constant('repeat' as const), operation }),
    fc.record({ do: fc.constantFrom('request' as const, 'capture' as const, 'callOff' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const raised: string[] = [];
      const payment = due.root;
      Object.defineProperty(payment, 'raise', {
        value(this: Payment, event: object) {
          raised.push((event.constructor as unknown as { type: string }).type);
        },
      });
      for (const each of steps) {
        try {
          if (each.do === 'record') payment.record(each.operation, each.result);
          else if (each.do === 'repeat') payment.repeat(each.operation);
          else if (each.do === 'request') payment.request(terms);
          else if (each.do === 'capture') payment.capture();
          else payment.callOff(orderId);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainRuleBroken);
        }
      }
      const count = (name: string): number => raised.filter((each) => each === name).length;
      expect(count('PaymentRequested')).toBeLessThanOrEqual(1);
      expect(count('PaymentCaptureRequested')).toBeLessThanOrEqual(1);
      expect(
        count('PaymentCaptured') + count('PaymentVoided') + count('PaymentDeclined'),
      ).toBeLessThanOrEqual(1);
      // A repetition goes out only after a doubt that was not repeated yet.
      expect(count('PaymentRequestRepeated')).toBeLessThanOrEqual(count('PaymentOutcomeUnknown'));
    }),
    { numRuns: 500 },
  );
});
