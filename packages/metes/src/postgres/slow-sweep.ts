import { Session, type SessionSetting } from './session.ts';

/** What sweeps slowly takes its time and holds up nobody, unlike what the limits of its role are meant for. */
const mostHours = 1;
/** 10 changed pages, or 100 that are only looked at, every 2 ms. */
const slowly = `set statement_timeout = '${mostHours}h'; set transaction_timeout = 0;
  set vacuum_cost_delay = '2ms'; set vacuum_cost_limit = 200`;

/** Carries out statements that take their time, over a connection that it has only meanwhile. */
export class SlowSweep {
  readonly #setting: SessionSetting;
  #session: Session | undefined;

  constructor(setting: SessionSetting) {
    this.#setting = { ...setting, answerMs: mostHours * 3_600_000, onConnect: slowly };
  }

  /** True while it is at it. */
  get busy(): boolean {
    return this.#session !== undefined;
  }

  /** Connects, does this and lets the connection go. */
  async during(work: (session: Session) => Promise<void>): Promise<void> {
    const session = new Session(this.#setting);
    this.#session = session;
    try {
      // Connected before, so that a quiet moment is not spent on that.
      await session.open();
      await work(session);
    } finally {
      this.#session = undefined;
      await session.close();
    }
  }

  /** Breaks off what is under way; the server ends it in its own time. */
  async close(): Promise<void> {
    await this.#session?.close();
  }
}
