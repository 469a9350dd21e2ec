import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { expect, onTestFinished, test } from 'vitest';
import { startProvider } from './index.ts';
import { authorisation, clientOf, freshFolder, providerUnderTest, refusalOf } from './provider-under-test.ts';

const SECRET = 'whsec_shop';

interface Received {
  readonly rawBody: string;
  readonly signature: string;
}

/** An endpoint that keeps what it gets and answers as told. */
async function endpoint(answer: (count: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        rawBody: Buffer.concat(chunks).toString(),
        signature: String(request.headers['stripe-signature'] ?? ''),
      });
      response.writeHead(answer(received.length)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const until = async (count: number): Promise<Received[]> => {
    await expect.poll(() => received.length, { timeout: 3_000, interval: 5 }).toBeGreaterThanOrEqual(count);
    return received;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`, until };
}

const accept = ({ rawBody, signature }: Received, secret = SECRET): Stripe.Event =>
  new Stripe('sk_test_any').webhooks.constructEvent(rawBody, signature, secret);

test('every change is told in an event that the official client accepts', async () => {
  const shop = await endpoint();
  const { stripe } = await providerUnderTest({
    webhookUrl: shop.url,
    webhookSecrets: [SECRET],
    webhookPolicy: { parallel: 1 },
  });
  const first = await stripe.paymentIntents.create(authorisation());
  await stripe.paymentIntents.capture(first.id);
  await stripe.refunds.create({ payment_intent: first.id, amount: 99 });
  const second = await stripe.paymentIntents.create(authorisation());
  await stripe.paymentIntents.cancel(second.id);
  await refusalOf(stripe.paymentIntents.create(authorisation({ payment_method: 'pm_card_declined' })));
  const events = (await shop.until(6)).map((one) => accept(one));
  expect(events.map(({ type }) => type)).toEqual([
    'payment_intent.amount_capturable_updated',
    'payment_intent.succeeded',
    'charge.refunded',
    'payment_intent.amount_capturable_updated',
    'payment_intent.canceled',
    'payment_intent.payment_failed',
  ]);
  // An event shows the object as it was, however late it is delivered.
  expect(events[0]?.data.object).toMatchObject({
    id: first.id,
    status: 'requires_capture',
    metadata: { orderId: 'order-1' },
  });
  expect(events[2]?.data.object).toMatchObject({
    object: 'charge',
    payment_intent: first.id,
    amount_refunded: 99,
  });
  expect(new Set(events.map(({ id }) => id)).size).toBe(6);
});

test('while secrets are rotated an event is accepted with each of them', async () => {
  const shop = await endpoint();
  const { stripe } = await providerUnderTest({
    webhookUrl: shop.url,
    webhookSecrets: ['whsec_old', 'whsec_new'],
  });
  await stripe.paymentIntents.create(authorisation());
  const [event] = await shop.until(1);
  expect(accept(event as Received, 'whsec_old').id).toBe(accept(event as Received, 'whsec_new').id);
  expect(() => accept(event as Received, 'whsec_other')).toThrow(
    Stripe.errors.StripeSignatureVerificationError,
  );
});

test('an event is tried again until it is accepted, with the same id', async () => {
  const shop = await endpoint((count) => (count < 4 ? 500 : 200));
  const { stripe } = await providerUnderTest({
    webhookUrl: shop.url,
    webhookSecrets: [SECRET],
    webhookPolicy: { pauseMs: 5 },
  });
  await stripe.paymentIntents.create(authorisation());
  const received = await shop.until(4);
  expect(new Set(received.map((one) => accept(one).id)).size).toBe(1);
});

test('an event is given up after its last attempt and taken up again when the endpoint is set anew', async () => {
  let status = 500;
  const shop = await endpoint(() => status);
  const { stripe, provider } = await providerUnderTest({
    webhookUrl: shop.url,
    webhookPolicy: { pauseMs: 1, attempts: 3 },
  });
  await stripe.paymentIntents.create(authorisation());
  const report = async (): Promise<any> => (await fetch(`${provider.url}/webhooks`)).json();
  await expect.poll(report).toMatchObject({ givenUp: 1, attempts: 3, pending: 0, delivered: 0 });
  status = 200;
  const body = JSON.stringify({ url: shop.url, secrets: [SECRET] });
  await fetch(`${provider.url}/webhooks`, { method: 'PUT', body });
  await expect.poll(report).toMatchObject({ givenUp: 0, attempts: 4, delivered: 1 });
});

test('an event that was not accepted before a restart is told after it, one that was is not', async () => {
  const data = await freshFolder();
  const shop = await endpoint((count) => (count === 1 ? 200 : 503));
  const life = await startProvider({
    data,
    webhookUrl: shop.url,
    webhookSecrets: [SECRET],
    webhookPolicy: { parallel: 1 },
  });
  const told = await clientOf(life).paymentIntents.create(authorisation());
  await shop.until(1);
  const owed = await clientOf(life).paymentIntents.create(authorisation());
  await shop.until(2);
  await life.stop();
  const later = await endpoint();
  await providerUnderTest({ data, webhookUrl: later.url, webhookSecrets: [SECRET] });
  const events = (await later.until(1)).map((one) => accept(one).data.object as Stripe.PaymentIntent);
  expect(events.map(({ id }) => id)).toEqual([owed.id]);
  expect(told.id).not.toBe(owed.id);
});

test.each(['wrongSecret', 'tampered', 'stale', 'unsigned'] as const)(
  'a forged webhook (%s) is refused by the official client, and the real one comes beside it',
  async (how) => {
    const shop = await endpoint();
    const faults = [{ kind: 'forgedWebhook', how, next: 1 } as const];
    const { stripe, provider } = await providerUnderTest({
      webhookUrl: shop.url,
      webhookSecrets: [SECRET],
      faults,
    });
    await stripe.paymentIntents.create(authorisation());
    const [forged, real] = await shop.until(2);
    expect(() => accept(forged as Received)).toThrow(Stripe.errors.StripeSignatureVerificationError);
    expect(accept(real as Received).type).toBe('payment_intent.amount_capturable_updated');
    expect(((await (await fetch(`${provider.url}/faults`)).json()) as any).fired).toEqual({
      forgedWebhook: 1,
    });
  },
);

test('duplicate and late webhooks come as often and as late as ordered', async () => {
  const shop = await endpoint();
  const faults = [
    { kind: 'duplicateWebhook', copies: 2, match: { metadata: { orderId: 'twice' } } } as const,
    {
      kind: 'lateWebhook',
      ms: 200,
      match: { event: 'payment_intent.amount_capturable_updated', metadata: { orderId: 'late' } },
    } as const,
  ];
  const { stripe } = await providerUnderTest({ webhookUrl: shop.url, webhookSecrets: [SECRET], faults });
  const late = await stripe.paymentIntents.create(authorisation({ metadata: { orderId: 'late' } }));
  await stripe.paymentIntents.capture(late.id);
  await stripe.paymentIntents.create(authorisation({ metadata: { orderId: 'twice' } }));
  const events = (await shop.until(5)).map((one) => accept(one));
  const about = (event: Stripe.Event): string =>
    `${(event.data.object as Stripe.PaymentIntent).metadata['orderId']} ${event.type.replace('payment_intent.', '')}`;
  expect(events.map(about)).toEqual([
    'late succeeded',
    'twice amount_capturable_updated',
    'twice amount_capturable_updated',
    'twice amount_capturable_updated',
    'late amount_capturable_updated',
  ]);
});

test('a content fault can be kept to webhooks', async () => {
  const shop = await endpoint();
  const faults = [{ kind: 'unknownStatus', status: 'on_the_moon', in: 'webhook' } as const];
  const { stripe } = await providerUnderTest({ webhookUrl: shop.url, webhookSecrets: [SECRET], faults });
  expect(await stripe.paymentIntents.create(authorisation())).toMatchObject({ status: 'requires_capture' });
  const [event] = await shop.until(1);
  expect(accept(event as Received).data.object).toMatchObject({ status: 'on_the_moon' });
});
