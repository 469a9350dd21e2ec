import { call } from 'metes';
import type { PaymentId } from '../domain/ids.ts';
import {
  PaymentCaptureRequested,
  PaymentRequested,
  PaymentRequestRepeated,
  PaymentVoidRequested,
} from '../domain/payment-events.ts';
import type { Operation, PaymentResult } from '../domain/payment-result.ts';
import { paymentGateway, type PaymentGateway } from './payment-gateway.ts';
import { RecordPaymentOutcome } from './record-outcome.ts';

/** A request that never came through is made again soon; after that the provider is asked before anything is repeated. */
const retry = { attempts: 3, first: '200ms', most: '2s' } as const;
const within = '20s';

export const authorise = call('ask the provider to hold the money', {
  when: PaymentRequested,
  through: paymentGateway,
  within,
  retry,
  run: (gateway, event) => gateway.authorise(event, keyOf(event, 'authorisation')),
  then: (result, event) => recorded(event, 'authorisation', result),
  failed: (error, event) => inDoubt(event, 'authorisation', error),
});

export const capture = call('ask the provider to take the money', {
  when: PaymentCaptureRequested,
  through: paymentGateway,
  within,
  retry,
  run: (gateway, event) => gateway.capture(event, keyOf(event, 'capture')),
  then: (result, event) => recorded(event, 'capture', result),
  failed: (error, event) => inDoubt(event, 'capture', error),
});

export const letGo = call('ask the provider to let the money go', {
  when: PaymentVoidRequested,
  through: paymentGateway,
  within,
  retry,
  run: (gateway, event) => gateway.void(event, keyOf(event, 'void')),
  then: (result, event) => recorded(event, 'void', result),
  failed: (error, event) => inDoubt(event, 'void', error),
});

export const repeat = call('repeat a request to the provider under its key', {
  when: PaymentRequestRepeated,
  through: paymentGateway,
  within,
  retry,
  run: (gateway, event) => again(gateway, event, keyOf(event, event.operation)),
  then: (result, event) => recorded(event, event.operation, result),
  failed: (error, event) => inDoubt(event, event.operation, error),
});

type Asked = { readonly paymentId: PaymentId };

async function again(
  gateway: PaymentGateway,
  event: PaymentRequestRepeated,
  key: string,
): Promise<PaymentResult> {
  if (event.operation === 'authorisation') return gateway.authorise(event, key);
  const { paymentId, amount, reference } = event;
  if (reference === null)
    return { status: 'UNKNOWN', paymentId, failureReason: 'The provider never named this payment' };
  return gateway[event.operation]({ paymentId, amount, reference }, key);
}

/** The key follows from the payment and the operation alone, so that no repetition can ever act twice. */
function keyOf({ paymentId }: Asked, operation: Operation): string {
  return `${paymentId}:${operation}`;
}

function recorded({ paymentId }: Asked, operation: Operation, result: PaymentResult): RecordPaymentOutcome {
  return new RecordPaymentOutcome({ paymentId, operation, result });
}

function inDoubt(event: Asked, operation: Operation, error: unknown): RecordPaymentOutcome {
  const failureReason = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  return recorded(event, operation, { status: 'UNKNOWN', paymentId: event.paymentId, failureReason });
}
