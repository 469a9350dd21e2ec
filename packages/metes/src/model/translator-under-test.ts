import { z } from 'zod';
import { identifier } from '../domain/identifier.ts';
import { Money } from '../domain/money.ts';
import { foreignModel } from './translation/foreign-model.ts';
import { from, otherwise, table } from './translation/rule.ts';
import { minorUnits, unixSeconds } from './translation/units.ts';
import { translator } from './translator.ts';

/** The id of a payment, as we know it. */
export const PaymentId = identifier('payments.PaymentId');

/** How a payment stands, in our words. */
export const PaymentResult = z
  .strictObject({
    paymentId: PaymentId,
    amount: Money.schema(),
    status: z.enum(['COMPLETED', 'FAILED', 'PENDING', 'UNKNOWN']),
    failureReason: z.string().optional(),
    processedAt: z.date(),
  })
  .meta({ title: 'PaymentResult' });

const common = {
  amount_cents: z.int().nonnegative(),
  currency: z.string().regex(/^[a-z]{3}$/),
  status: z.string(),
  failure_code: z.string().optional(),
  failure_message: z.string().optional(),
  created_at: z.int().nonnegative(),
};

/** What the payment provider answers, in two versions of its interface. */
export const charge = foreignModel('charge', {
  v2: z.object({ charge_id: z.string().regex(/^ch_\w{1,40}$/), ...common }),
  v3: z.object({ payment_intent_id: z.string().regex(/^pi_\w{1,40}$/), ...common }),
});

/** What both versions have in common. */
export const commonRules = {
  amount: from(['amount_cents', 'currency'], minorUnits('lower')),
  status: table(
    'status',
    { succeeded: 'COMPLETED', failed: 'FAILED', pending: 'PENDING' },
    otherwise('UNKNOWN'),
  ),
  failureReason: from('failure_message'),
  processedAt: from('created_at', unixSeconds),
  dropped: ['failure_code'],
} as const;

/** The translator of version 2. */
export const chargeV2 = translator(charge.v2, PaymentResult, {
  ...commonRules,
  paymentId: from('charge_id', PaymentId),
});

/** A document of version 2. */
export const answerV2 = {
  charge_id: 'ch_1',
  amount_cents: 2_899,
  currency: 'usd',
  status: 'succeeded',
  created_at: 1_795_255_200,
};
