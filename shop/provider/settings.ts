import { z } from 'zod';
import type { FaultInput } from './fault.ts';
import { readFaults } from './fault-desk.ts';
import type { WebhookPolicy } from './webhook-endpoint.ts';

/** How a provider is set up; everything has a default. */
export interface ProviderOptions {
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port?: number;
  /** Folder of the ledger. */
  readonly data?: string;
  /** Secret keys that are let in. */
  readonly keys?: readonly string[];
  readonly webhookUrl?: string;
  /** Active webhook secrets; each signs every event. */
  readonly webhookSecrets?: readonly string[];
  readonly webhookPolicy?: Partial<WebhookPolicy>;
  /** Faults on order from the start. */
  readonly faults?: readonly FaultInput[];
  /** Seed of faults that name none. */
  readonly seed?: number;
  /** How long an idempotency key is honoured; for ever when absent. */
  readonly keyLifetimeMs?: number;
  /** The clock of the ledger and of signatures, in Unix milliseconds. */
  readonly now?: () => number;
  /** Called once when the ledger can no longer be written; the provider refuses everything from then on. */
  readonly onBroken?: (cause: unknown) => void;
}

const number = z.coerce.number().int().min(0);
const text = z.string().min(1);

const environment = z.object({
  METES_PROVIDER_PORT: number.max(65_535).optional(),
  METES_PROVIDER_DATA: text.optional(),
  METES_PROVIDER_KEY: text.optional(),
  METES_PROVIDER_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  METES_PROVIDER_WEBHOOK_SECRET: text.optional(),
  METES_PROVIDER_WEBHOOK_ATTEMPTS: number.optional(),
  METES_PROVIDER_FAULTS: text.optional(),
  METES_PROVIDER_DELAY_MS: number.optional(),
  METES_PROVIDER_SEED: number.optional(),
  METES_PROVIDER_KEY_LIFETIME_MS: number.optional(),
  METES_PROVIDER_FOLLOW_PARENT: z.enum(['0', '1']).optional(),
});

/** Reads the options from `METES_PROVIDER_*`; lists (keys, secrets) are separated by commas. */
export function optionsFromEnvironment(env: NodeJS.ProcessEnv): ProviderOptions & { followParent: boolean } {
  // An empty variable is how many shells spell an absent one.
  const set = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name.startsWith('METES_PROVIDER_') && value !== ''),
  );
  const read = environment.parse(set);
  const faults = read.METES_PROVIDER_FAULTS === undefined ? [] : readFaults(read.METES_PROVIDER_FAULTS);
  if (read.METES_PROVIDER_DELAY_MS) faults.push({ kind: 'delay', ms: read.METES_PROVIDER_DELAY_MS });
  return {
    faults,
    followParent: read.METES_PROVIDER_FOLLOW_PARENT === '1',
    ...given('port', read.METES_PROVIDER_PORT),
    ...given('data', read.METES_PROVIDER_DATA),
    ...given('keys', read.METES_PROVIDER_KEY?.split(',')),
    ...given('webhookUrl', read.METES_PROVIDER_WEBHOOK_URL),
    ...given('webhookSecrets', read.METES_PROVIDER_WEBHOOK_SECRET?.split(',')),
    ...given('seed', read.METES_PROVIDER_SEED),
    ...given('keyLifetimeMs', read.METES_PROVIDER_KEY_LIFETIME_MS),
    ...(read.METES_PROVIDER_WEBHOOK_ATTEMPTS === undefined
      ? {}
      : { webhookPolicy: { attempts: read.METES_PROVIDER_WEBHOOK_ATTEMPTS } }),
  };
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [name in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [name in Name]?: Value };
}
