import { createHmac } from 'node:crypto';

/**
 * The `Stripe-Signature` header of a body: `t=<unix seconds>,v1=<hmac>`, one `v1` per active secret, so that a
 * receiver accepts it with the old and with the new secret while they are rotated.
 */
export function signWebhook(rawBody: string, secrets: readonly string[], unixSeconds: number): string {
  const signatures = secrets.map((secret) => {
    const hmac = createHmac('sha256', secret).update(`${unixSeconds}.${rawBody}`, 'utf8').digest('hex');
    return `v1=${hmac}`;
  });
  return [`t=${unixSeconds}`, ...signatures].join(',');
}
