import { Recent } from '../base/recent.ts';
import type { AggregateRoot } from '../domain/aggregate-root.ts';

type Root = AggregateRoot<any, any, any>;

/**
 * Aggregates kept in memory between commands, those that were not used lately dropped first. What is here may be old when
 * another process writes too; the version that is checked at commit finds that out.
 */
export class LiveAggregates {
  /** Read from the store: somebody came back for them. */
  readonly #roots = new Recent<Root>();
  /**
   * New ones, of which most are hardly wanted again once they are finished: what goes soon is dead before the garbage
   * collector would copy it.
   */
  readonly #begun = new Recent<Root>();
  /** The last ones only: forgetting one costs a commit that is refused, and brings it back here. */
  readonly #uncertain = new Recent<true>();
  readonly #most: number;

  /** @param most how many to keep at most, up to a tenth of them new ones; as many as half of either may go at once */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Root | undefined {
    return this.#begun.get(key) ?? this.#roots.get(key);
  }

  has(key: string): boolean {
    return this.#begun.has(key) || this.#roots.has(key);
  }

  /** The aggregate, without counting as a use of it. */
  peek(key: string): Root | undefined {
    return this.#begun.peek(key) ?? this.#roots.peek(key);
  }

  /** Keeps an aggregate that was in the store. */
  put(key: string, root: Root): void {
    this.#uncertain.delete(key);
    this.#begun.delete(key);
    this.#roots.set(key, root);
  }

  /** Keeps a new one. */
  begin(key: string, root: Root): void {
    this.#uncertain.delete(key);
    this.#begun.set(key, root);
  }

  /**
   * Forgets what does not fit any more. Called when no round is being put together, so that nothing in use is dropped.
   *
   * @param held what a round on its way has changed: it stays, since the store does not have it yet
   */
  trim(held?: ReadonlyMap<string, Root>): void {
    const mayGo = (key: string): boolean => !held?.has(key);
    this.#begun.trim(Math.ceil(this.#most / 10), mayGo);
    this.#roots.trim(this.#most - this.#begun.size, mayGo);
    this.#uncertain.trim(this.#most, mayGo);
  }

  evict(key: string): void {
    this.#begun.delete(key);
    this.#roots.delete(key);
  }

  /** Forgets it and remembers that it may exist after all: the next command looks in the store first. */
  doubt(key: string): void {
    this.evict(key);
    this.#uncertain.delete(key);
    this.#uncertain.set(key, true);
  }

  /** False only when nothing speaks against the aggregate being new. */
  isUncertain(key: string): boolean {
    return this.#uncertain.has(key);
  }

  /** The store was asked and has none. */
  knownAbsent(key: string): void {
    this.#uncertain.delete(key);
  }

  get size(): number {
    return this.#begun.size + this.#roots.size;
  }
}

/** The key of an aggregate among all types. */
export function liveKey(type: string, id: string): string {
  return `${type}/${id}`;
}
