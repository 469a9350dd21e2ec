import { milliseconds } from '../base/duration.ts';
import type { Deadline } from '../model/deadline.ts';
import type { DeadlineKey, DeadlineWrite } from './ports/batch.ts';
import type { NewEvent } from './ports/log-record.ts';

/** A deadline that an event starts, or one that it ends. */
export type DeadlineChange = { readonly set: DeadlineWrite } | { readonly cancel: DeadlineKey };

/** What one event means for the deadlines of its aggregate. @throws what `after` of a deadline throws */
export function deadlineChanges(declared: readonly Deadline[], event: NewEvent): readonly DeadlineChange[] {
  const changes: DeadlineChange[] = [];
  const { aggregateId, id, type, typeVersion, data, version, time, correlation } = event;
  for (const { deadline, startedBy, cancelledBy, after } of declared) {
    if (cancelledBy.some((each) => each.type === type)) changes.push({ cancel: { deadline, aggregateId } });
    if (startedBy.type !== type) continue;
    const afterMs = milliseconds(typeof after === 'function' ? after(data) : after);
    changes.push({
      set: {
        deadline,
        aggregateId,
        afterMs,
        event: { id, type, typeVersion, data, version, time, correlation },
      },
    });
  }
  return changes;
}

/** Changes in the order of their events, and the deadlines that were answered, as one: the last word on each counts. */
export function joinDeadlines(
  changes: readonly DeadlineChange[],
  answered: readonly DeadlineKey[],
): { readonly deadlines: readonly DeadlineWrite[]; readonly deadlinesDone: readonly DeadlineKey[] } {
  const set = new Map<string, DeadlineWrite>();
  const ended = new Map(answered.map((key) => [deadlineName(key), key]));
  for (const change of changes) {
    const name = deadlineName('set' in change ? change.set : change.cancel);
    if ('cancel' in change) {
      set.delete(name);
      if (!ended.has(name)) ended.set(name, change.cancel);
    } else if (!set.has(name)) set.set(name, change.set);
  }
  return { deadlines: [...set.values()], deadlinesDone: [...ended.values()] };
}

/** The name of a deadline of one aggregate, as conflicts have it. */
export function deadlineName({
  deadline,
  aggregateId,
}: {
  readonly deadline: string;
  readonly aggregateId: string;
}): string {
  return `${deadline}/${aggregateId}`;
}
