import type { Clock } from '../runtime/ports/clock.ts';
import type { Timers } from '../runtime/ports/timers.ts';
import { MetesError } from '../base/errors.ts';

interface Waiting {
  readonly due: number;
  readonly order: number;
  readonly action: () => void;
}

/** Time that passes only when it is told to: a clock and timers for tests that would have to wait otherwise. */
export class ManualTime implements Clock, Timers {
  #now: number;
  #order = 0;
  readonly #waiting = new Set<Waiting>();

  /** @param start milliseconds since the epoch */
  constructor(start = 1_790_000_000_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const waiting = { due: this.#now + Math.max(0, ms), order: this.#order++, action };
    this.#waiting.add(waiting);
    return () => void this.#waiting.delete(waiting);
  }

  /** Resolves once everything has run that waits for no timer. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets time pass, timer by timer. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    await this.settle();
    for (let next = this.#next(until); next; next = this.#next(until)) await this.#fire(next);
    this.#now = until;
    await this.settle();
  }

  /**
   * Lets time pass until the condition holds.
   *
   * @throws METES_TESTING_EXPECTATION when it does not within so many milliseconds
   */
  async until(condition: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
    const until = this.#now + withinMs;
    await this.settle();
    while (!(await condition())) {
      const next = this.#next(until);
      if (!next)
        throw new MetesError('METES_TESTING_EXPECTATION', {
          subject: 'The system',
          difference: `not within ${withinMs} ms: ${String(condition)}`,
        });
      await this.#fire(next);
    }
  }

  /** What a promise resolves to, letting time pass as long as it does not. */
  async resolved<T>(promise: Promise<T>, withinMs = 60_000): Promise<T> {
    let ended = false;
    const end = (): void => void (ended = true);
    promise.then(end, end);
    await this.until(() => ended, withinMs);
    return promise;
  }

  #next(until: number): Waiting | undefined {
    let next: Waiting | undefined;
    for (const each of this.#waiting) {
      if (
        each.due <= until &&
        (!next || each.due < next.due || (each.due === next.due && each.order < next.order))
      )
        next = each;
    }
    return next;
  }

  async #fire(next: Waiting): Promise<void> {
    this.#waiting.delete(next);
    this.#now = Math.max(this.#now, next.due);
    next.action();
    await this.settle();
  }
}
