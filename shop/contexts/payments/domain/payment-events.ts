import { event, Money } from 'metes';
import { z } from 'zod';
import { CustomerId, OrderId, PaymentId } from './ids.ts';
import { Instant } from './instant.ts';
import { PaymentMethod } from './payment-method.ts';
import { Operation } from './payment-result.ts';

const payment = { paymentId: PaymentId, orderId: OrderId };
const reference = z.string().min(1).max(255);
const why = z.string().max(500);

/** The provider is to hold the amount. */
export class PaymentRequested extends event(
  'PaymentRequested',
  z.strictObject({ ...payment, customerId: CustomerId, amount: Money.schema(), method: PaymentMethod }),
) {}

/** Nobody can say whether an operation has happened: the provider is to be asked. */
export class PaymentOutcomeUnknown extends event(
  'PaymentOutcomeUnknown',
  z.strictObject({
    ...payment,
    operation: Operation,
    reference: reference.nullable(),
    /** How often this payment has been in doubt, this time included. */
    doubts: z.int().positive(),
    why,
  }),
) {}

/** The provider knows nothing of an operation: the same request goes out again under the same key. */
export class PaymentRequestRepeated extends event(
  'PaymentRequestRepeated',
  z.strictObject({
    ...payment,
    operation: Operation,
    amount: Money.schema(),
    method: PaymentMethod,
    reference: reference.nullable(),
  }),
) {}

/** The amount is held for us. */
export class PaymentAuthorised extends event(
  'PaymentAuthorised',
  z.strictObject({ ...payment, amount: Money.schema(), reference, processedAt: Instant }),
) {}

/** The customer's means of payment was refused. */
export class PaymentDeclined extends event(
  'PaymentDeclined',
  z.strictObject({ ...payment, failureReason: why, reference: reference.nullable() }),
) {}

/** The held amount is to be taken. */
export class PaymentCaptureRequested extends event(
  'PaymentCaptureRequested',
  z.strictObject({ ...payment, amount: Money.schema(), reference }),
) {}

/** The money is ours. */
export class PaymentCaptured extends event(
  'PaymentCaptured',
  z.strictObject({ ...payment, amount: Money.schema(), reference, processedAt: Instant }),
) {}

/** The held amount is to be let go. */
export class PaymentVoidRequested extends event(
  'PaymentVoidRequested',
  z.strictObject({ ...payment, amount: Money.schema(), reference }),
) {}

/** The held amount has been let go. */
export class PaymentVoided extends event(
  'PaymentVoided',
  z.strictObject({ ...payment, reference, processedAt: Instant }),
) {}

/** Something about the money is not as it must be: a person has to look at it. */
export class PaymentPutOnHold extends event(
  'PaymentPutOnHold',
  z.strictObject({
    ...payment,
    operation: Operation,
    why,
    expected: Money.schema(),
    /** What the provider really holds or has taken; null when it did not say. */
    actual: Money.schema().nullable(),
    reference: reference.nullable(),
  }),
) {}

/** The order fell through: whatever the provider holds, now or when it answers, is to be let go. */
export class PaymentCalledOff extends event('PaymentCalledOff', z.strictObject(payment)) {}
