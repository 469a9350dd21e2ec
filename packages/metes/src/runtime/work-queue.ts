import type { Assumption } from './ports/assumption.ts';
import type { Work } from './work.ts';

/** The work of a context that waits, in its order; what rests on something that takes long is passed over until that is settled. */
export class WorkQueue {
  #works: Work[] = [];
  readonly #onSettled: () => void;
  readonly #watched = new WeakSet<Assumption>();

  /** @param onSettled called when what was passed over may be taken */
  constructor(onSettled: () => void) {
    this.#onSettled = onSettled;
  }

  get length(): number {
    return this.#works.length;
  }

  /** True when something can be taken; if not, `onSettled` is called as soon as that may have changed. */
  get isReady(): boolean {
    if (this.#works.some((work) => !isLate(work))) return true;
    for (const { restsOn } of this.#works) this.#watch(restsOn!);
    return false;
  }

  push(work: Work): void {
    this.#works.push(work);
  }

  /** Puts works back before all others. */
  putBack(works: readonly Work[]): void {
    this.#works.unshift(...works);
  }

  /** Takes the first so many that can be taken. */
  take(most: number): readonly Work[] {
    const first = this.#works.slice(0, most);
    if (!first.some(isLate)) {
      this.#works = this.#works.slice(most);
      return first;
    }
    const taken: Work[] = [];
    const left: Work[] = [];
    for (const work of this.#works) (taken.length < most && !isLate(work) ? taken : left).push(work);
    this.#works = left;
    return taken;
  }

  /** Takes everything, whatever it rests on. */
  takeAll(): readonly Work[] {
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
