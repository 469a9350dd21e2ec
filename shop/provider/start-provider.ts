import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultInput } from './fault.ts';
import { FaultDesk, type FaultReport } from './fault-desk.ts';
import { lockFolder } from './folder-lock.ts';
import { IdempotencyDesk } from './idempotency.ts';
import { Ledger } from './ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { createListener } from './listener.ts';
import type { ProviderOptions } from './settings.ts';
import { WebhookDelivery } from './webhook-delivery.ts';
import type { WebhookEndpoint, WebhookPolicy } from './webhook-endpoint.ts';

/** The secret key that is let in when none is configured. */
export const DEFAULT_KEY = 'sk_test_metes';

/** The webhook secret that signs when none is configured. */
export const DEFAULT_WEBHOOK_SECRET = 'whsec_metes';

const DEFAULT_POLICY: WebhookPolicy = {
  attempts: 30,
  pauseMs: 100,
  longestPauseMs: 10_000,
  timeoutMs: 10_000,
  parallel: 16,
};

/** A provider that is running. */
export interface RunningProvider {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly port: number;
  /** The secret key to call it with. */
  readonly key: string;
  /** All entries that are durable. */
  ledger(): Promise<readonly LedgerEntry[]>;
  /** Orders faults, as `POST /faults` does. */
  order(...faults: FaultInput[]): FaultReport[];
  /** Points webhooks somewhere, or nowhere. */
  sendWebhooksTo(endpoint: WebhookEndpoint | undefined): void;
  /** Finishes what is under way and lets go of port and folder. */
  stop(): Promise<void>;
}

/** Starts a payment provider inside this process, listening on 127.0.0.1 only. */
export async function startProvider(options: ProviderOptions = {}): Promise<RunningProvider> {
  const folder = options.data ?? '.metes/provider';
  const now = options.now ?? Date.now;
  const keys = options.keys ?? [DEFAULT_KEY];
  const faults = new FaultDesk(options.seed);
  faults.order(options.faults ?? []);
  const unlock = await lockFolder(folder);
  const opened: (() => Promise<void>)[] = [unlock];
  try {
    const ledger = await Ledger.open(folder, now, options.onBroken);
    opened.unshift(() => ledger.close());
    const endpoint =
      options.webhookUrl === undefined
        ? undefined
        : { url: options.webhookUrl, secrets: options.webhookSecrets ?? [DEFAULT_WEBHOOK_SECRET] };
    const policy = { ...DEFAULT_POLICY, ...options.webhookPolicy };
    const webhooks = await WebhookDelivery.open(folder, ledger.books, faults, policy, endpoint, now);
    opened.unshift(() => webhooks.close());

    const idempotency = new IdempotencyDesk(ledger.books, options.keyLifetimeMs ?? Infinity, now);
    const stopping = new AbortController();
    const listener = createListener(
      { ledger, faults, idempotency, webhooks, now, stopping: stopping.signal },
      keys,
    );
    const underWay = new Set<Promise<void>>();
    const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
      const work = listener(request, response).finally(() => underWay.delete(work));
      underWay.add(work);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;

    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      const closed = new Promise((resolve) => server.close(resolve));
      stopping.abort();
      server.closeIdleConnections();
      await Promise.allSettled(underWay);
      // One turn lets the last answers reach their sockets; silent sockets are never answered.
      await new Promise((resume) => setTimeout(resume, 5));
      server.closeAllConnections();
      await closed;
      for (const close of opened) await close();
    };
    return {
      url: `http://127.0.0.1:${port}`,
      port,
      key: keys[0] ?? DEFAULT_KEY,
      async ledger() {
        await ledger.settled();
        return [...ledger.books.entries];
      },
      order: (...input) => faults.order(input),
      sendWebhooksTo: (to) => webhooks.pointTo(to),
      stop: () => (stopped ??= stop()),
    };
  } catch (fault) {
    for (const close of opened) await close().catch(() => {});
    throw fault;
  }
}
