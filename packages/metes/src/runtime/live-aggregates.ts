import { Recent } from '../base/recent.ts';
import type { AggregateRoot } from '../domain/aggregate-root.ts';

type Root = AggregateRoot<any, any, any>;

/**
 * Aggregates kept in memory between commands, those that were not used lately dropped first. What is here may be old when
 * another process writes too; the version that is checked at commit finds that out.
 */
export class LiveAggregates {
  readonly #roots = new Recent<Root>();
  /** The last ones only: forgetting one costs a commit that is refused, and brings it back here. */
  readonly #uncertain = new Recent<true>();
  readonly #most: number;

  /** @param most how many to keep at most; as many as half of them may go at once */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Root | undefined {
    return this.#roots.get(key);
  }

  has(key: string): boolean {
    return this.#roots.has(key);
  }

  /** The aggregate, without counting as a use of it. */
  peek(key: string): Root | undefined {
    return this.#roots.peek(key);
  }

  put(key: string, root: Root): void {
    this.#uncertain.delete(key);
    this.#roots.set(key, root);
  }

  /**
   * Forgets what does not fit any more. Called when no round is being put together, so that nothing in use is dropped.
   *
   * @param held what a round on its way has changed: it stays, since the store does not have it yet
   */
  trim(held?: ReadonlyMap<string, Root>): void {
    const mayGo = (key: string): boolean => !held?.has(key);
    this.#roots.trim(this.#most, mayGo);
    this.#uncertain.trim(this.#most, mayGo);
  }

  evict(key: string): void {
    this.#roots.delete(key);
  }

  /** Forgets it and remembers that it may exist after all: the next command looks in the store first. */
  doubt(key: string): void {
    this.#roots.delete(key);
    this.#uncertain.delete(key);
    this.#uncertain.set(key, true);
  }

  /** False only when nothing speaks against the aggregate being new. */
  isUncertain(key: string): boolean {
    return this.#uncertain.size > 0 && this.#uncertain.has(key);
  }

  /** The store was asked and has none. */
  knownAbsent(key: string): void {
    this.#uncertain.delete(key);
  }

  get size(): number {
    return this.#roots.size;
  }
}

/** The key of an aggregate among all types. */
export function liveKey(type: string, id: string): string {
  return `${type}/${id}`;
}
