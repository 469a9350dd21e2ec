import { Session, type SessionSetting } from './session.ts';

/** The least time between two nudges, milliseconds. */
const pauseMs = 5;

/**
 * Tells listeners that a log has grown: many commits, one NOTIFY, on a connection of its own and after the commit, since
 * a NOTIFY inside takes a lock of the whole database. Nobody relies on it; a lost one is made up for by polling.
 */
export class Nudge {
  readonly #session: Session;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending = false;
  /** The context whose log grew while a nudge was on its way. */
  #again: string | undefined;
  #closed = false;

  constructor(setting: SessionSetting) {
    this.#session = new Session(setting);
  }

  give(context: string): void {
    if (this.#sending) this.#again = context;
    if (this.#timer || this.#sending || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#send(context);
    }, pauseMs);
    this.#timer.unref();
  }

  async #send(context: string): Promise<void> {
    this.#sending = true;
    await this.#session
      .rows({ name: 'nudge', text: 'select pg_notify($1, $2)' }, [channelOf(context), ''])
      .catch(() => undefined);
    this.#sending = false;
    const again = this.#again;
    this.#again = undefined;
    if (again !== undefined) this.give(again);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#session.close();
  }
}

/** The channel on which growth of a context's log is told. */
export function channelOf(context: string): string {
  return `metes_${context}`;
}
