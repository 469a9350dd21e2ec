/** The simulated payment provider, to be run inside another process; `main.ts` runs it in its own. */
export {
  DEFAULT_KEY,
  DEFAULT_WEBHOOK_SECRET,
  type RunningProvider,
  startProvider,
} from './start-provider.ts';
export type { ProviderOptions } from './settings.ts';
export type { Fault, FaultInput, FaultKind, Mutation, RouteName } from './fault.ts';
export type { FaultReport } from './fault-desk.ts';
export type { LedgerEntry, LedgerKind } from './ledger-entry.ts';
export type { IntentSummary } from './ledger-view.ts';
export type { CurrencyTotals, Tally } from './totals.ts';
export type { WebhookEndpoint, WebhookPolicy, WebhookReport } from './webhook-endpoint.ts';
export { testPaymentMethods } from './payment-method.ts';
export { signWebhook } from './webhook-signature.ts';
