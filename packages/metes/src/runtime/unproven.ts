import { MetesError } from '../base/errors.ts';
import { type Json, sameJson } from '../base/json.ts';
import { committedVersion, stateOf } from '../domain/aggregate-root.ts';
import type { AggregateKey } from './ports/context-store.ts';
import type { LiveAggregates } from './live-aggregates.ts';
import type { ReadyCommand, Root } from './ready-command.ts';

/** What the store has of an aggregate. */
export interface Found {
  readonly version: number;
  /** Absent when the aggregate in memory was made of it, and may share it. */
  readonly state?: Json;
}

/** An aggregate as it was in memory when something was decided on it. */
interface Ground {
  readonly ready: ReadyCommand;
  readonly root: Root | undefined;
  readonly version: number;
}

/**
 * The aggregates on which a round has decided to refuse or to do nothing. Such a decision leaves nothing for the commit
 * to check, and memory may be older than the store; so the store is asked once for all of them before the round commits.
 * Until then they are out of memory: what was refused may have left its marks on them.
 */
export class Unproven {
  readonly #context: string;
  readonly #live: LiveAggregates;
  readonly #grounds = new Map<string, Ground>();

  constructor(context: string, live: LiveAggregates) {
    this.#context = context;
    this.#live = live;
  }

  /** What a decision rests on. The first one on an aggregate counts: later ones rest on what was read since. */
  add(ready: ReadyCommand): void {
    const { key } = ready;
    const root = this.#live.peek(key);
    this.#live.doubt(key);
    if (!this.#grounds.has(key))
      this.#grounds.set(key, { ready, root, version: root ? committedVersion(root) : 0 });
  }

  /** Which have to be compared with the store, but for those that it is known to have. */
  missing(known: ReadonlyMap<string, unknown>): readonly AggregateKey[] {
    return [...this.#grounds.values()]
      .filter(({ ready }) => !known.has(ready.key))
      .map(({ ready: { handler, id } }) => ({ type: handler.aggregate.type, id }));
  }

  /**
   * Compares all with what the store has. What it has in the same state is back in memory.
   *
   * @throws METES_STORE_CONFLICT when somebody else has changed one of them meanwhile
   */
  prove(stored: ReadonlyMap<string, Found | undefined>): void {
    const grounds = [...this.#grounds];
    this.#grounds.clear();
    const changed = grounds
      .filter(([key, { version }]) => version !== (stored.get(key)?.version ?? 0))
      .map(([key]) => key);
    if (changed.length > 0)
      throw new MetesError('METES_STORE_CONFLICT', {
        context: this.#context,
        what: changed.slice(0, 5).join(', '),
        conflicts: { aggregates: changed },
      });
    for (const [key, { ready, root }] of grounds) {
      const found = stored.get(key);
      // What has come into memory since, by a later command of the round, is newer.
      if (this.#live.has(key)) continue;
      if (!found) this.#live.knownAbsent(key);
      else if (root && isSame(ready, root, found)) this.#live.put(key, anew(ready, root));
    }
  }
}

/** Another object with the same state: what else a refused command has done to this one is gone with it. */
function anew({ id, handler: { aggregate } }: ReadyCommand, root: Root): Root {
  return new aggregate({ id, version: committedVersion(root), state: stateOf(root) });
}

function isSame({ handler: { aggregate } }: ReadyCommand, root: Root, { state }: Found): boolean {
  return aggregate.kind !== 'event-sourced' && state !== undefined && sameJson(state, stateOf(root));
}
