import { call } from 'metes';
import { PaymentOutcomeUnknown } from '../domain/payment-events.ts';
import { paymentGateway } from './payment-gateway.ts';
import { GiveUpPayment, RecordPaymentOutcome, RepeatPaymentRequest } from './record-outcome.ts';

/** The provider does not say yet how an operation stands; it is asked again later. */
export class StillOpen extends Error {
  override readonly name = 'StillOpen';
}

/**
 * Finds out how an operation stands after a time-out, a lost connection or an answer that nobody understands. Only when
 * the provider says that there is none is the request repeated. It has to say so once more for every time that the
 * payment was in doubt before: its search may lag behind, and a provider that keeps failing is asked ever more slowly.
 */
export const askTheProvider = call('ask the provider how it stands', {
  when: PaymentOutcomeUnknown,
  through: paymentGateway,
  within: '20s',
  // About a day, then a person has to look at it.
  retry: { attempts: 2_900, first: '250ms', most: '30s' },
  run: async (gateway, event, { attempt }) => {
    const found = await gateway.find(event);
    if (!found && attempt <= event.doubts) throw new StillOpen('The provider knows nothing of it yet');
    if (found?.status === 'PENDING' || found?.status === 'UNKNOWN') throw new StillOpen(found.failureReason);
    return found;
  },
  then: (found, { paymentId, operation }) =>
    found
      ? new RecordPaymentOutcome({ paymentId, operation, result: found })
      : new RepeatPaymentRequest({ paymentId, operation }),
  failed: (error, { paymentId, operation }) =>
    new GiveUpPayment({
      paymentId,
      operation,
      why: (error instanceof Error ? error.message : String(error)).slice(0, 500),
    }),
});
