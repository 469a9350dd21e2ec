import type { DeadlineFailure, StoredDeadline, StoredParked } from '../runtime/ports/context-store.ts';
import { deadlineMessage, deadlineSubscription } from '../runtime/ports/dead-deadline.ts';
import type { Run } from './run.ts';

/** See `ContextStore.dueDeadlines`. */
export async function dueDeadlines(run: Run, limit: number): Promise<readonly StoredDeadline[]> {
  const found = await run(
    'due_deadlines',
    // By the moment in which the statement begins: a clock that moves on would be asked of every deadline.
    'select deadline, aggregate_id, attempts, event from deadlines where due_at <= now() and dead_at is null order by due_at, deadline, aggregate_id limit $1',
    [limit],
  );
  return found.map((row) => ({
    deadline: row.deadline,
    aggregateId: row.aggregate_id,
    attempts: row.attempts,
    event: JSON.parse(row.event),
  }));
}

/** See `ContextStore.failDeadline`. */
export async function failDeadline(run: Run, failure: DeadlineFailure): Promise<boolean> {
  const { deadline, aggregateId, startedBy, attempts, againInMs, cause } = failure;
  const restMs = againInMs === undefined ? null : Math.round(againInMs);
  const [row] = await run('fail_deadline', 'select fail_deadline_1($1, $2, $3, $4, $5, $6) as noted', [
    deadline,
    aggregateId,
    startedBy,
    attempts,
    restMs,
    JSON.stringify(cause),
  ]);
  return row.noted;
}

/** The deadlines that are dead letters, as readers of parked messages get them. */
export async function deadDeadlines(
  run: Run,
  filter: { readonly subscription?: string; readonly limit: number },
): Promise<readonly StoredParked[]> {
  const found = await run(
    'dead_deadlines',
    `select current_schema() as context, d.deadline, d.aggregate_id, d.position, d.event, d.attempts, d.cause,
         floor(extract(epoch from d.dead_at) * 1000)::bigint as dead_at
       from deadlines d where d.dead_at is not null and ($1::text is null or current_schema() || '.' || d.deadline = $1)
       order by d.position, d.deadline limit $2`,
    [filter.subscription ?? null, filter.limit],
  );
  return found.map((row): StoredParked => {
    const event = JSON.parse(row.event) as StoredDeadline['event'];
    return {
      subscription: deadlineSubscription(row.context, row.deadline),
      key: row.aggregate_id,
      position: row.position,
      eventId: event.id,
      message: deadlineMessage({ deadline: row.deadline, aggregateId: row.aggregate_id, event }),
      reactions: [row.deadline],
      state: 'dead',
      attempts: row.attempts,
      dueInMs: 0,
      cause: JSON.parse(row.cause),
      parkedAt: row.dead_at,
    };
  });
}
