import type { Assumption } from './ports/assumption.ts';
import type { Work } from './work.ts';

/** The work of a context that waits, in its order; what rests on something that takes long is passed over until that is settled. */
export class WorkQueue {
  #works: Work[] = [];
  #weight = 0;
  readonly #onSettled: () => void;
  readonly #watched = new WeakSet<Assumption>();

  /** @param onSettled called when what was passed over may be taken */
  constructor(onSettled: () => void) {
    this.#onSettled = onSettled;
  }

  get length(): number {
    return this.#works.length;
  }

  /** For how many pieces of work all of it counts. */
  get weight(): number {
    return this.#weight;
  }

  /** True when works that weigh so much can be taken; if not, `onSettled` is called when that may have changed. */
  isReadyFor(weight: number): boolean {
    let ready = 0;
    for (const work of this.#works) {
      if (isLate(work)) this.#watch(work.restsOn!);
      else if ((ready += weightOf(work)) >= weight) return true;
    }
    return false;
  }

  push(work: Work): void {
    this.#works.push(work);
    this.#weight += weightOf(work);
  }

  /** Puts works back before all others. */
  putBack(works: readonly Work[]): void {
    this.#works.unshift(...works);
    for (const work of works) this.#weight += weightOf(work);
  }

  /** Takes the first that can be taken, until they weigh so much; the last one may be heavier than what was left of it. */
  take(most: number): readonly Work[] {
    const taken: Work[] = [];
    const left: Work[] = [];
    let weight = 0;
    for (const work of this.#works) {
      if (weight >= most || isLate(work)) left.push(work);
      else {
        taken.push(work);
        weight += weightOf(work);
      }
    }
    this.#works = left;
    this.#weight -= weight;
    return taken;
  }

  /** Takes everything, whatever it rests on. */
  takeAll(): readonly Work[] {
    this.#weight = 0;
    return this.#works.splice(0);
  }

  /** All that waits, as it is now. */
  [Symbol.iterator](): Iterator<Work> {
    return this.#works[Symbol.iterator]();
  }

  #watch(assumption: Assumption): void {
    if (this.#watched.has(assumption)) return;
    this.#watched.add(assumption);
    assumption.onSettled(this.#onSettled);
  }
}

function isLate({ restsOn }: Work): boolean {
  return restsOn?.isLate === true;
}

/** For how many it counts. */
export function weightOf({ weight }: Work): number {
  return weight ?? 1;
}
