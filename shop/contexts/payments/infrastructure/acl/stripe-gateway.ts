import Stripe from 'stripe';
import { z } from 'zod';
import type { PaymentGateway } from '../../application/payment-gateway.ts';
import type { PaymentId } from '../../domain/ids.ts';
import type { Operation, PaymentResult } from '../../domain/payment-result.ts';
import { ForeignPayloadInvalid, inAgreedForm, readForeignPayment } from './foreign-payment.ts';
import { resultOfFailure } from './stripe-failure.ts';
import { type NotificationTerms, readNotification } from './stripe-notification.ts';
import { foreignAmount, tokenOf, translate } from './translator.ts';
import { withoutCallSite } from './without-call-site.ts';

/** How the provider is reached. */
export interface StripeGatewayOptions {
  /** Such as `https://api.stripe.com`. */
  readonly url: string;
  readonly apiKey: string;
  /** Every secret that notifications may be signed with now. */
  readonly webhookSecrets: readonly string[];
  /** How long one request may take, milliseconds; 5,000 when nothing else is said. */
  readonly timeoutMs?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** The payment gateway over Stripe. Repetitions are ours: the client makes none, but for connections closed on it. */
export function stripeGateway(options: StripeGatewayOptions): PaymentGateway {
  const { intents } = clientOf(options);
  const notifications: NotificationTerms = { secrets: options.webhookSecrets, now: options.now ?? Date.now };

  const told = async (
    operation: Operation,
    paymentId: PaymentId,
    request: Promise<unknown>,
  ): Promise<PaymentResult> => {
    let payload: unknown;
    try {
      payload = await request;
    } catch (error) {
      return resultOfFailure(error, operation, paymentId);
    }
    const unmoved = {
      status: 'UNKNOWN',
      paymentId,
      failureReason: 'The provider took the request and did nothing',
    } as const;
    return translate(readForeignPayment(payload), operation, paymentId) ?? unmoved;
  };

  return {
    async authorise({ paymentId, orderId, amount, method }, key) {
      const token = tokenOf(method);
      if (token === undefined) {
        const failureReason = `Unsupported payment method: ${method.type}`;
        return { status: 'FAILED', paymentId, reference: null, failureReason, processedAt: null };
      }
      const terms = {
        ...foreignAmount(amount),
        payment_method: token,
        capture_method: 'manual',
        confirm: true,
        metadata: { paymentId, orderId },
      } as const;
      const request = withoutCallSite(() => intents.create(terms, { idempotencyKey: key }));
      return told('authorisation', paymentId, request);
    },

    async capture({ paymentId, reference, amount }, key) {
      const terms = { amount_to_capture: foreignAmount(amount).amount };
      const request = withoutCallSite(() => intents.capture(reference, terms, { idempotencyKey: key }));
      return told('capture', paymentId, request);
    },

    async void({ paymentId, reference }, key) {
      const terms = { cancellation_reason: 'abandoned' } as const;
      const request = withoutCallSite(() => intents.cancel(reference, terms, { idempotencyKey: key }));
      return told('void', paymentId, request);
    },

    async find({ paymentId, reference, operation }) {
      const payload =
        reference === null ? await onlyOne(intents, paymentId) : await intents.retrieve(reference);
      return payload === undefined ? undefined : translate(readForeignPayment(payload), operation, paymentId);
    },

    read: (raw, header) => readNotification(raw, header('stripe-signature'), notifications),
  };
}

function clientOf({ url, apiKey, timeoutMs = 5_000 }: StripeGatewayOptions): {
  intents: Stripe['paymentIntents'];
} {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:';
  const client = new Stripe(apiKey, {
    protocol: secure ? 'https' : 'http',
    host: hostname,
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    timeout: timeoutMs,
    maxNetworkRetries: 0,
    telemetry: false,
  });
  return { intents: client.paymentIntents };
}

const found = z.object({ data: z.array(z.unknown()) });

/** The payment that carries our id. More than one would be a charge too many, which nothing may paper over. */
async function onlyOne(intents: Stripe['paymentIntents'], paymentId: PaymentId): Promise<unknown> {
  const page = await intents.search({ query: `metadata['paymentId']:'${paymentId}'`, limit: 2 });
  const { data } = inAgreedForm(found, page, 'what it found');
  if (data.length > 1)
    throw new ForeignPayloadInvalid(`The provider has more than one payment for ${paymentId}`);
  return data[0];
}
