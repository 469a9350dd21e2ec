import pg from 'pg';
import type { CheckoutAttempt, ContextSnapshot, LedgerIntent, Snapshot } from './snapshot.ts';

const contextNames = ['cart', 'ordering', 'inventory', 'payments'] as const;

/** Where an audit finds what it looks at. */
export interface SnapshotSources {
  /** The URL of the auditor role. */
  readonly auditorUrl: string;
  /** The URL of the payment provider. */
  readonly providerUrl: string;
  readonly attempts?: readonly CheckoutAttempt[];
  readonly samples?: Snapshot['samples'];
}

/** Reads everything that an audit looks at: the database through the auditor's views, the provider through its ledger. */
export async function takeSnapshot({ auditorUrl, providerUrl, attempts = [], samples = [] }: SnapshotSources): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: auditorUrl });
  await client.connect();
  try {
    const contexts: Record<string, ContextSnapshot> = {};
    for (const name of contextNames) contexts[name] = await contextSnapshot(client, name);
    return { contexts: contexts as Snapshot['contexts'], ledger: await readLedger(providerUrl), attempts, samples };
  } finally {
    await client.end();
  }
}

async function contextSnapshot(client: pg.Client, name: string): Promise<ContextSnapshot> {
  const all = async (sql: string): Promise<any[]> => (await client.query(sql)).rows;
  return {
    log: (
      await all(`select position::float8 as position, event_id as id, aggregate_type as "aggregateType", aggregate_id as "aggregateId",
        version, type, data, published, causation, correlation from ${name}.audit_outbox order by audit_outbox.position`)
    ),
    aggregates: await all(`select type, id, version, state from ${name}.audit_aggregates`),
    cursors: await all(`select subscription, position::float8 as position from ${name}.audit_inbox`),
    handled: await all(`select subscription, unnest(handled_ahead)::float8 as position from ${name}.audit_inbox`),
    parked: await all(`select subscription, position::float8 as position, key, state from ${name}.audit_dead_letters`),
    answers: await all(`select principal, route, key, answer from ${name}.audit_idempotency`),
    tallies: (await all(`select tally, key, a0::float8, a1::float8, a2::float8 from ${name}.audit_tallies`)).map(
      ({ tally, key, a0, a1, a2 }) => ({ tally, key, accounts: [a0, a1, a2] }),
    ),
  };
}

async function readLedger(providerUrl: string): Promise<readonly LedgerIntent[]> {
  const answer = await fetch(new URL('/ledger?summary=1', providerUrl));
  const { intents } = (await answer.json()) as { readonly intents: readonly LedgerIntent[] };
  return intents;
}
