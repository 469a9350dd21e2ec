import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Money } from 'metes';
import { onTestFinished } from 'vitest';
import { type FaultInput, type RunningProvider, startProvider } from '../../../../provider/index.ts';
import type { AuthorisationRequest, PaymentGateway } from '../../application/payment-gateway.ts';
import { OrderId, paymentOf } from '../../domain/ids.ts';
import { stripeGateway } from './stripe-gateway.ts';

/** The gateway in front of a simulated provider that stops with the test. */
export async function gatewayUnderTest(
  ...faults: readonly FaultInput[]
): Promise<{ gateway: PaymentGateway; provider: RunningProvider; kinds: () => Promise<string[]> }> {
  const data = await mkdtemp(join(tmpdir(), 'metes-gateway-'));
  const provider = await startProvider({ data, faults });
  onTestFinished(async () => {
    await provider.stop();
    await rm(data, { recursive: true, force: true });
  });
  const gateway = stripeGateway({
    url: provider.url,
    apiKey: provider.key,
    webhookSecrets: ['whsec_metes'],
    timeoutMs: 300,
  });
  return { gateway, provider, kinds: async () => (await provider.ledger()).map(({ kind }) => kind) };
}

/** The request to hold 28.99 USD on a card that is good, or on another means of payment. */
export function request(token = 'pm_card_visa'): AuthorisationRequest {
  const orderId = OrderId.parse('order-1');
  return {
    paymentId: paymentOf(orderId),
    orderId,
    amount: Money.of(2_899, 'USD'),
    method: { type: 'card', token },
  };
}
