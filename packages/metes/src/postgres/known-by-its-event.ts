import type { Batch } from '../runtime/ports/batch.ts';

/** As in `commit_2`. */
const forgetsEvery = 1024;

/**
 * Whether a batch that is given again is refused by an aggregate and found by its first event. Every 1,024th is to be
 * known by its number all the same, since that is when `commit_2` forgets older numbers.
 */
export function isKnownByItsEvent({ events: [event], aggregates, sequence }: Batch): boolean {
  return (
    event !== undefined &&
    sequence % forgetsEvery !== 0 &&
    aggregates.some(
      ({ type, id, expected, version }) =>
        id === event.aggregateId &&
        type === event.aggregateType &&
        expected < event.version &&
        event.version <= version,
    )
  );
}
