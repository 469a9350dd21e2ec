import type { FaultOf } from './fault.ts';
import { signWebhook } from './webhook-signature.ts';

/** A body and a signature header that do not belong together, or do no longer. */
export interface Forgery {
  readonly rawBody: string;
  readonly signature: string | undefined;
}

const TEN_MINUTES = 600;

/** Makes a webhook a careful receiver refuses, out of a real one. */
export function forgeWebhook(
  how: FaultOf<'forgedWebhook'>['how'],
  rawBody: string,
  secrets: readonly string[],
  unixSeconds: number,
): Forgery {
  // Another event id, so that a receiver cannot pass by calling the forgery a duplicate.
  const forged = rawBody.replace('"id":"evt_', '"id":"evt_forged_');
  switch (how) {
    case 'wrongSecret':
      return { rawBody: forged, signature: signWebhook(forged, ['whsec_of_somebody_else'], unixSeconds) };
    case 'tampered':
      return { rawBody: forged, signature: signWebhook(rawBody, secrets, unixSeconds) };
    case 'stale':
      return { rawBody: forged, signature: signWebhook(forged, secrets, unixSeconds - TEN_MINUTES) };
    case 'future':
      return { rawBody: forged, signature: signWebhook(forged, secrets, unixSeconds + TEN_MINUTES) };
    case 'unsigned':
      return { rawBody: forged, signature: undefined };
  }
}
