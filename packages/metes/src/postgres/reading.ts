import type { AnswerKey, ParkedState } from '../runtime/ports/batch.ts';
import type {
  ParkedPage,
  ParkedPlace,
  StoredAnswer,
  StoredCursor,
  StoredParked,
  StoreStatus,
  WantedHeads,
} from '../runtime/ports/context-store.ts';
import { deadDeadlines } from './reading-deadlines.ts';
import { each, type Run } from './run.ts';

/** See `ContextStore.tallies`. */
export async function tallies(
  run: Run,
  keys: readonly { readonly tally: string; readonly key: string }[],
  accounts: ReadonlyMap<string, number>,
): Promise<readonly (readonly number[])[]> {
  if (keys.length === 0) return [];
  const found = await run(
    'tallies',
    `select i.ord, t.a0, t.a1, t.a2, t.a3, t.a4, t.a5 from unnest($1::text[], $2::text[]) with ordinality as i(tally, key, ord)
       ${each(`select t.a0, t.a1, t.a2, t.a3, t.a4, t.a5 from tallies t where t.tally = i.tally and t.key = i.key`)} t`,
    [keys.map(({ tally }) => tally), keys.map(({ key }) => key)],
  );
  const result = keys.map(({ tally }) => Array.from({ length: accounts.get(tally) ?? 6 }, () => 0));
  for (const row of found) {
    const held = [row.a0, row.a1, row.a2, row.a3, row.a4, row.a5];
    result[row.ord - 1] = result[row.ord - 1]!.map((_, account) => held[account]);
  }
  return result;
}

/** See `ContextStore.answer`. */
export async function answer(run: Run, key: AnswerKey): Promise<StoredAnswer | undefined> {
  const [row] = await run(
    'answer',
    'select fingerprint, answer from answers where principal = $1 and route = $2 and key = $3 and kept_until > clock_timestamp()',
    [key.principal, key.route, key.key],
  );
  if (!row) return undefined;
  return {
    principal: key.principal,
    route: key.route,
    key: key.key,
    fingerprint: row.fingerprint,
    answer: JSON.parse(row.answer),
  };
}

/** See `ContextStore.cursors`. */
export async function cursors(
  run: Run,
  wanted: readonly { readonly subscription: string; readonly start: number }[],
): Promise<readonly StoredCursor[]> {
  if (wanted.length === 0) return [];
  return run(
    'cursors',
    'select subscription, position, epoch, handled from open_cursors_1($1::text[], $2::bigint[])',
    [wanted.map(({ subscription }) => subscription), wanted.map(({ start }) => start)],
  );
}

const parkedColumns = `p.subscription, p.key, p.position, p.event_id, p.message, p.reactions, p.state, p.attempts, p.cause,
  ceil(extract(epoch from p.due_at - clock_timestamp()) * 1000)::bigint as due_in, floor(extract(epoch from p.parked_at) * 1000)::bigint as parked_at`;

function storedParked(row: any): StoredParked {
  return {
    subscription: row.subscription,
    key: row.key,
    position: row.position,
    eventId: row.event_id,
    message: JSON.parse(row.message),
    reactions: JSON.parse(row.reactions),
    state: row.state,
    attempts: row.attempts,
    dueInMs: row.due_in,
    cause: row.cause === null ? undefined : JSON.parse(row.cause),
    parkedAt: row.parked_at,
  };
}

/** Which parked messages. */
interface ParkedFilter {
  readonly subscription?: string;
  readonly state?: ParkedState;
  readonly limit: number;
}

/** See `ContextStore.parked`. */
export async function parked(run: Run, filter: ParkedFilter): Promise<readonly StoredParked[]> {
  const messages = await parkedMessages(run, filter);
  if (filter.state !== undefined && filter.state !== 'dead') return messages;
  const deadlines = await deadDeadlines(run, filter);
  if (deadlines.length === 0) return messages;
  return [...messages, ...deadlines]
    .toSorted((a, b) => a.position - b.position || (a.subscription < b.subscription ? -1 : 1))
    .slice(0, filter.limit);
}

async function parkedMessages(run: Run, filter: ParkedFilter): Promise<readonly StoredParked[]> {
  const found = await run(
    'parked',
    `select ${parkedColumns} from parked p where ($1::text is null or p.subscription = $1) and ($2::text is null or p.state = $2)
       order by p.position, p.subscription limit $3`,
    [filter.subscription ?? null, filter.state ?? null, filter.limit],
  );
  return found.map(storedParked);
}

/** See `ContextStore.parkedPlaces`. From the index alone. */
export function parkedPlaces(
  run: Run,
  subscription: string,
  { after, limit }: ParkedPage,
): Promise<readonly ParkedPlace[]> {
  return run(
    'parked_places',
    `select key, position, state from parked where subscription = $1 and (key, position) > ($2, $3::bigint)
       order by key, position limit $4`,
    [subscription, after?.key ?? '', after?.position ?? -1, limit],
  );
}

/** See `ContextStore.parkedHeads`. By key or by time, never through all of them. */
export async function parkedHeads(
  run: Run,
  subscription: string,
  { keys, withinMs, limit }: WantedHeads,
): Promise<readonly StoredParked[]> {
  const found = await run(
    'parked_heads',
    `with soon as (
       select p.position from parked p
       where p.subscription = $1 and p.state = 'retrying' and p.due_at <= now() + $2 * interval '1 millisecond'
         and not exists (select 1 from parked e where e.subscription = $1 and e.key = p.key and e.position < p.position)
       order by p.due_at, p.position limit $3),
     named as (
       select h.position from unnest($4::text[]) as i(key)
         ${each('select p.position, p.state from parked p where p.subscription = $1 and p.key = i.key order by p.position limit 1')} h
       where h.state <> 'dead')
     select t.* from (select position from soon union select position from named) h
       ${each(`select ${parkedColumns}, p.due_at from parked p where p.subscription = $1 and p.position = h.position`)} t
       order by t.due_at, t.position`,
    [subscription, Math.round(withinMs), limit, keys],
  );
  return found.map(storedParked);
}

/** See `ContextStore.status`. */
export async function status(run: Run): Promise<StoreStatus> {
  const [row] = await run(
    'status',
    `select (select position from published_head) as head,
       (select epoch::text from published_head) as epoch,
       (select coalesce(json_agg(json_build_object('subscription', subscription, 'position', position, 'epoch', epoch) order by subscription), '[]') from cursors)::text as cursors,
       (select count(*) from parked where state = 'retrying') as retrying,
       (select count(*) from parked where state = 'waiting') as waiting,
       (select count(*) from parked where state = 'dead') as dead,
       (select count(*) from deadlines where dead_at is null) as deadlines,
       (select count(*) from deadlines where dead_at is null and (due_at <= clock_timestamp() or attempts > 0)) as due,
       (select count(*) from deadlines where dead_at is not null) as dead_deadlines`,
    [],
  );
  return {
    head: row.head,
    epoch: row.epoch,
    cursors: JSON.parse(row.cursors),
    parked: { retrying: row.retrying, waiting: row.waiting, dead: row.dead },
    deadlines: row.deadlines,
    deadlinesDue: row.due,
    deadlinesDead: row.dead_deadlines,
  };
}
