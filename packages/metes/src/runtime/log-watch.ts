import type { Timers } from './ports/timers.ts';

/** Growth that nobody tells of is found after this time at the latest, milliseconds. */
export const lookEveryMs = 1_000;

/** Somebody who has read a log to its end. */
interface Waiting {
  readonly position: number;
  readonly look: () => void;
}

/**
 * Watches the end of a log that lies in the store of this process, for all who have read to it: one question a second,
 * however many they are, and none while nobody waits. It is what finds events of which nobody tells, such as those that
 * another process wrote.
 */
export class LogWatch {
  readonly #head: () => Promise<number>;
  readonly #timers: Timers;
  readonly #waiting: Waiting[] = [];
  #asking = false;
  #cancel: (() => void) | undefined;

  /** @param head asks where the log ends */
  constructor(head: () => Promise<number>, timers: Timers) {
    this.#head = head;
    this.#timers = timers;
  }

  /** Calls `look` once, when the log no longer ends at the position or nobody can say where; returns how to wait no more. */
  wait(position: number, look: () => void): () => void {
    const waiting = { position, look };
    this.#waiting.push(waiting);
    this.#askLater();
    return () => {
      this.#leave(waiting);
      if (this.#waiting.length > 0) return;
      this.#cancel?.();
      this.#cancel = undefined;
    };
  }

  /** False when it had left before. */
  #leave(waiting: Waiting): boolean {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
    return at >= 0;
  }

  #askLater(): void {
    if (this.#asking || this.#waiting.length === 0) return;
    this.#cancel ??= this.#timers.after(lookEveryMs, () => {
      this.#cancel = undefined;
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    // The answer may be older than what those have read who come while it is on its way.
    const asked = [...this.#waiting];
    this.#asking = true;
    const head = await this.#head().catch(() => undefined);
    this.#asking = false;
    for (const each of asked) if (each.position !== head && this.#leave(each)) each.look();
    this.#askLater();
  }
}
