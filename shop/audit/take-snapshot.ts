import pg from 'pg';
import { shop } from '../map.ts';
import type { CheckoutAttempt, ContextSnapshot, LedgerIntent, Snapshot } from './snapshot.ts';

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
export async function takeSnapshot({
  auditorUrl,
  providerUrl,
  attempts = [],
  samples = [],
}: SnapshotSources): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: auditorUrl });
  await client.connect();
  try {
    const contexts: Record<string, ContextSnapshot> = {};
    for (const { name } of shop.contexts) contexts[name] = await contextSnapshot(client, name);
    const ledger = await readLedger(providerUrl);
    return { contexts: contexts as unknown as Snapshot['contexts'], ledger, attempts, samples };
  } finally {
    await client.end();
  }
}

async function contextSnapshot(client: pg.Client, name: string): Promise<ContextSnapshot> {
  const all = async (sql: string): Promise<any[]> => (await client.query(sql)).rows;
  return {
    log: await all(`
      select o.position::float8 as position, event_id as id, aggregate_type as "aggregateType",
        aggregate_id as "aggregateId", version, type, type_version as "typeVersion", data, published, causation,
        correlation, (extract(epoch from occurred_at) * 1000)::float8 as time
      from ${name}.audit_outbox o order by o.position`),
    aggregates: await all(`select type, id, version, state from ${name}.audit_aggregates`),
    cursors: await all(`select subscription, position::float8 as position from ${name}.audit_inbox`),
    handled: await all(
      `select subscription, unnest(handled_ahead)::float8 as position from ${name}.audit_inbox`,
    ),
    parked: await all(
      `select subscription, position::float8 as position, key, state from ${name}.audit_dead_letters`,
    ),
    answers: await all(`select principal, route, key, answer from ${name}.audit_idempotency`),
    tallies: (
      await all(`select tally, key, a0::float8, a1::float8, a2::float8 from ${name}.audit_tallies`)
    ).map(({ tally, key, a0, a1, a2 }) => ({ tally, key, accounts: [a0, a1, a2] })),
    deadlines: await all(`select deadline, aggregate_id as "aggregateId" from ${name}.audit_deadlines`),
    rows: await all(`select projection, key, content from ${name}.audit_rows where is_read`),
  };
}

async function readLedger(providerUrl: string): Promise<readonly LedgerIntent[]> {
  const answer = await fetch(new URL('/ledger?summary=1', providerUrl));
  const { intents } = (await answer.json()) as { readonly intents: readonly LedgerIntent[] };
  return intents;
}
