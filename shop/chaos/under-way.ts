import pg from 'pg';

/** What was under way at a moment, as the database has it. */
export interface UnderWay {
  /** Events committed by publishers and not yet handled by their subscribers: each will be delivered after the restart. */
  readonly undelivered: number;
  /** Orders that were neither confirmed nor rejected. */
  readonly openOrders: number;
  /** Messages that were set aside for another try. */
  readonly parked: number;
}

const contexts = ['cart', 'ordering', 'inventory', 'payments'] as const;

/** Looks at what a killed shop has left half done. Only work that was there counts: a kill of an idle shop proves nothing. */
export async function lookUnderWay(auditorUrl: string): Promise<UnderWay> {
  const client = new pg.Client({ connectionString: auditorUrl });
  await client.connect();
  try {
    const heads = new Map<string, number>();
    for (const name of contexts) heads.set(name, await number(client, `select coalesce(max(position), 0) as n from ${name}.audit_outbox`));
    let undelivered = 0;
    let parked = 0;
    for (const name of contexts) {
      const { rows } = await client.query(`select subscription, position::float8 as position from ${name}.audit_inbox`);
      for (const { subscription, position } of rows as { subscription: string; position: number }[]) {
        undelivered += Math.max(0, (heads.get(subscription.slice(subscription.lastIndexOf('<-') + 2)) ?? 0) - position);
      }
      parked += await number(client, `select count(*) as n from ${name}.audit_dead_letters`);
    }
    const openOrders = await number(client, `select count(*) as n from ordering.audit_aggregates where type = 'Order' and state ->> 'status' not in ('confirmed', 'rejected')`);
    return { undelivered, openOrders, parked };
  } finally {
    await client.end();
  }
}

/** The stock of every item now: the accounts `available`, `reserved`, `allocated`. */
export async function sampleStock(auditorUrl: string): Promise<readonly { readonly key: string; readonly accounts: readonly number[] }[]> {
  const client = new pg.Client({ connectionString: auditorUrl });
  await client.connect();
  try {
    const { rows } = await client.query('select key, a0::float8, a1::float8, a2::float8 from inventory.audit_tallies');
    return (rows as { key: string; a0: number; a1: number; a2: number }[]).map(({ key, a0, a1, a2 }) => ({ key, accounts: [a0, a1, a2] }));
  } finally {
    await client.end();
  }
}

async function number(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query(sql);
  return Number((rows as { n: string }[])[0]!.n);
}
