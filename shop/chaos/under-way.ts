import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { carries, declared, subscriptionsOf } from '../audit/declared.ts';
import type { LoggedEvent, Snapshot } from '../audit/index.ts';
import { shop } from '../map.ts';

/** What was under way at a moment, as the database has it. */
export interface UnderWay {
  /**
   * Reactions to committed events that no subscriber has recorded yet: each of them was on its way or done and not
   * committed, and is delivered again after the restart.
   */
  readonly undelivered: number;
  /** Orders that were neither confirmed nor rejected. */
  readonly openOrders: number;
  /** Messages that were set aside for another try. */
  readonly parked: number;
  /** Subscriptions that have not read a log to its end, even if nothing in the rest concerns them. */
  readonly behind: number;
}

/** Looks at what a killed shop has left half done. Only work that was there counts: a kill of an idle shop proves nothing. */
export async function lookUnderWay(auditorUrl: string): Promise<UnderWay> {
  return withClient(auditorUrl, async (client) => {
    let undelivered = 0;
    let parked = 0;
    let behind = 0;
    for (const { name } of shop.contexts) {
      const { rows: places } = await client.query<Place>(
        `select subscription, position::float8 as position, handled_ahead::float8[] as ahead from ${name}.audit_inbox`,
      );
      for (const [subscription, { publisher, sources }] of subscriptionsOf(declared(name))) {
        const place = places.find((each) => each.subscription === subscription);
        const { rows } = await client.query<LoggedEvent>(
          `select position::float8 as position, type, published from ${publisher}.audit_outbox where position > $1`,
          [place?.position ?? 0],
        );
        behind += rows.length > 0 ? 1 : 0;
        undelivered += rows.filter(
          (event) =>
            !place?.ahead.includes(event.position) && sources.some((source) => carries(event, source)),
        ).length;
      }
      parked += await number(client, `select count(*) as n from ${name}.audit_dead_letters`);
    }
    const openOrders = await number(
      client,
      `select count(*) as n from ordering.audit_aggregates
       where type = 'Order' and state ->> 'status' not in ('confirmed', 'rejected')`,
    );
    return { undelivered, openOrders, parked, behind };
  });
}

/** Waits until nothing is under way; tells what still is when that takes too long. */
export async function untilNothingIsUnderWay(
  auditorUrl: string,
  timeoutMs: number,
): Promise<string | undefined> {
  const giveUpAt = performance.now() + timeoutMs;
  let quiet = 0;
  for (;;) {
    const there = await lookUnderWay(auditorUrl);
    // Twice, because a request may have come in between two queries.
    quiet = Object.values(there).every((count) => count === 0) ? quiet + 1 : 0;
    if (quiet === 2) return undefined;
    if (performance.now() > giveUpAt) return JSON.stringify(there);
    await pause(50);
  }
}

interface Place {
  readonly subscription: string;
  readonly position: number;
  readonly ahead: readonly number[];
}

/** The stock of every item now: the accounts `available`, `reserved`, `allocated`. */
export async function sampleStock(auditorUrl: string): Promise<Snapshot['samples']> {
  return withClient(auditorUrl, async (client) => {
    const { rows } = await client.query<{ key: string; a0: number; a1: number; a2: number }>(
      'select key, a0::float8, a1::float8, a2::float8 from inventory.audit_tallies',
    );
    return rows.map(({ key, a0, a1, a2 }) => ({ key, accounts: [a0, a1, a2] }));
  });
}

async function number(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(sql);
  return Number(rows[0]!.n);
}

/** Runs queries over a connection of their own. */
export async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
