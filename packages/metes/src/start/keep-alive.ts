/** Nothing happens then: the timer is there to be waited for. */
const longMs = 0x7fff_ffff;

/**
 * Keeps the process alive as long as something is awaited. The timers of a system do not, so that a program ends when it
 * has nothing more to do; but whoever waits for a command or for the end of a system has.
 */
export class KeepAlive {
  #awaited = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Gives what the work comes to, and keeps the process alive until then. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#awaited++ === 0) this.#timer = setInterval(() => undefined, longMs);
    try {
      return await work();
    } finally {
      if (--this.#awaited === 0) clearInterval(this.#timer);
    }
  }
}
