import type { Journal } from '../runtime/ports/journal.ts';
import type { Timers } from '../runtime/ports/timers.ts';

/** How often expired answers are cleared away, milliseconds, and how many at a time. */
const everyMs = 60_000;
const most = 2_000;
/** How soon the next ones are when there are more. */
const againMs = 200;

/** A store that keeps what expires. */
export interface Clearable {
  /** Forgets at most so much; returns how much. */
  cleanUp(most: number): Promise<number>;
}

/** Clears away what has expired, in portions that hold nobody up, and as fast as it comes. */
export class Clearing {
  readonly #stores: readonly Clearable[];
  readonly #ports: { readonly timers: Timers; readonly journal: Journal };
  #cancel: () => void = () => undefined;
  #stopped = false;

  constructor(stores: readonly Clearable[], ports: { readonly timers: Timers; readonly journal: Journal }) {
    this.#stores = stores;
    this.#ports = ports;
  }

  start(): void {
    this.#later(everyMs);
  }

  /** Begins nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #later(ms: number): void {
    if (this.#stopped) return;
    this.#cancel = this.#ports.timers.after(ms, () => void this.#clear().then((next) => this.#later(next)));
  }

  /** Gives after how long to come again, milliseconds. */
  async #clear(): Promise<number> {
    try {
      const gone = await Promise.all(this.#stores.map((each) => each.cleanUp(most)));
      return gone.some((count) => count >= most) ? againMs : everyMs;
    } catch (error) {
      if (!this.#stopped)
        this.#ports.journal.warn('expired answers cannot be cleared away now', { error: String(error) });
      return everyMs;
    }
  }
}
