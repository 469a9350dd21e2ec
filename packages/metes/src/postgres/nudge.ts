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
  #closed = false;

  constructor(setting: SessionSetting) {
    this.#session = new Session(setting);
  }

  give(context: string): void {
    if (this.#timer || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#session.rows({ name: 'nudge', text: 'select pg_notify($1, $2)' }, [channelOf(context), '']).catch(() => undefined);
    }, pauseMs);
    this.#timer.unref();
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
