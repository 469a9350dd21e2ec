import { MetesError } from 'metes';
import { nodeCompanion } from 'metes/start';
import { join } from 'node:path';
import { DEFAULT_KEY, DEFAULT_WEBHOOK_SECRET } from './provider/index.ts';

/**
 * The simulated payment provider, as a process of its own beside the payments context. With METES_PROVIDER_URL set, the
 * one that runs there is used; METES_PROVIDER_KEY and METES_PROVIDER_WEBHOOK_SECRET say how to talk to it.
 */
export const paymentProvider = nodeCompanion('payment-provider', {
  program: new URL('./provider/main.ts', import.meta.url),
  neededBy: ['payments'],
  external: ({ env }) => urlOf(env['METES_PROVIDER_URL']),
  env: ({ folder, env }) => ({
    METES_PROVIDER_DATA: env['METES_PROVIDER_DATA'] || join(folder, 'payment-provider'),
    METES_PROVIDER_FOLLOW_PARENT: '1',
  }),
  facts: ({ env }) => ({
    key: env['METES_PROVIDER_KEY']?.split(',')[0] || DEFAULT_KEY,
    webhookSecrets: env['METES_PROVIDER_WEBHOOK_SECRET'] || DEFAULT_WEBHOOK_SECRET,
  }),
  onReady: async (provider, urls) => {
    const url = `${urls['payments']}/webhooks/payments`;
    const answer = await fetch(`${provider.url}/webhooks`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url, secrets: (provider.facts['webhookSecrets'] ?? '').split(',') }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok)
      throw new Error(
        `The payment provider does not take ${url} for its notifications: ${await answer.text()}`,
      );
  },
});

function urlOf(value: string | undefined): string | undefined {
  if (!value) return undefined;
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  const wanted = 'a URL such as http://127.0.0.1:4242';
  throw new MetesError('METES_START_ENVIRONMENT', { name: 'METES_PROVIDER_URL', value, wanted });
}
