import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { onTestFinished } from 'vitest';
import { type ProviderOptions, type RunningProvider, startProvider } from './index.ts';

/** A folder that is gone after the test. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'metes-provider-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A provider that stops with the test, and the official client pointed at it. */
export async function providerUnderTest(
  options: ProviderOptions = {},
): Promise<{ provider: RunningProvider; stripe: Stripe; data: string }> {
  const data = options.data ?? (await freshFolder());
  const provider = await startProvider({ ...options, data });
  onTestFinished(() => provider.stop());
  return { provider, stripe: clientOf(provider), data };
}

/** The official client, without retries of its own. */
export function clientOf({ port, key }: { port: number; key: string }, timeout = 5_000): Stripe {
  return new Stripe(key, {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    timeout,
    telemetry: false,
  });
}

/** The parameters of a plain authorisation. */
export function authorisation(
  change: Partial<Stripe.PaymentIntentCreateParams> = {},
): Stripe.PaymentIntentCreateParams {
  return {
    amount: 4_999,
    currency: 'usd',
    capture_method: 'manual',
    confirm: true,
    payment_method: 'pm_card_visa',
    metadata: { orderId: 'order-1' },
    ...change,
  };
}

/** What a promise is rejected with; fails when it is not. */
export async function refusalOf(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  return promise.then(
    () => {
      throw new TypeError('nothing was refused');
    },
    (fault: unknown) => fault as Stripe.errors.StripeError,
  );
}
