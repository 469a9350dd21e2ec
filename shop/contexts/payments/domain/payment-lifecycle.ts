/**
 * In which state a payment can be: `due` before anything happened, `unknown` when nobody can say whether the money is
 * held, `on-hold` when a person has to look at it.
 */
export const paymentStatuses = [
  'due',
  'requested',
  'unknown',
  'authorised',
  'declined',
  'capturing',
  'captured',
  'voiding',
  'voided',
  'on-hold',
  'called-off',
] as const;
export type PaymentStanding = (typeof paymentStatuses)[number];

/** Which event leads from which state to which: the whole life of a payment. */
export const paymentLifecycle = {
  PaymentRequested: { due: 'requested' },
  PaymentOutcomeUnknown: { requested: 'unknown', capturing: 'capturing', voiding: 'voiding' },
  PaymentRequestRepeated: { unknown: 'requested', capturing: 'capturing', voiding: 'voiding' },
  PaymentAuthorised: { requested: 'authorised', unknown: 'authorised' },
  PaymentDeclined: { requested: 'declined', unknown: 'declined' },
  PaymentCaptureRequested: { authorised: 'capturing' },
  PaymentCaptured: { capturing: 'captured' },
  PaymentVoidRequested: { authorised: 'voiding', unknown: 'voiding', 'on-hold': 'voiding' },
  PaymentVoided: { voiding: 'voided' },
  PaymentPutOnHold: {
    requested: 'on-hold',
    unknown: 'on-hold',
    capturing: 'on-hold',
    voiding: 'on-hold',
    // The provider took the money although the order had fallen through.
    voided: 'on-hold',
    declined: 'on-hold',
  },
  PaymentCalledOff: { due: 'called-off', requested: 'requested', unknown: 'unknown' },
} as const satisfies Readonly<Record<string, Partial<Record<PaymentStanding, PaymentStanding>>>>;

/** The name of an event in the life of a payment. */
export type PaymentEventName = keyof typeof paymentLifecycle;

/** The state that follows when an event happens in a state; undefined when it cannot happen there. */
export function standingAfter(
  standing: PaymentStanding,
  event: PaymentEventName,
): PaymentStanding | undefined {
  return (paymentLifecycle[event] as Partial<Record<PaymentStanding, PaymentStanding>>)[standing];
}
