import type pg from 'pg';

/**
 * What a statement has to ask before it does anything: whether the transaction was really opened before it. One that
 * could not be would leave the statement to commit by itself.
 */
export const isOpen = `current_setting('metes.open', true) = 'yes'`;

/** A transaction with one statement that stays open until it is told how to end. */
export class OpenTransaction {
  readonly #client: pg.Client;
  readonly #answer: Promise<pg.QueryResult>;
  readonly #released: Promise<unknown>;
  readonly #onOver: () => void;
  #isOver = false;

  /**
   * @param query a prepared statement that does nothing unless `isOpen`
   * @param onOver called when it has been told how to end
   */
  constructor(client: pg.Client, query: pg.QueryConfig, onOver: () => void) {
    this.#client = client;
    this.#onOver = onOver;
    const { stream } = client.connection;
    // One behind the other in one packet: each by itself would wake the server up once more.
    stream.cork();
    try {
      client.query(`begin; set local metes.open = 'yes'`).catch(() => undefined);
      this.#answer = client.query(query);
      this.#answer.catch(() => undefined);
      // Until the next statement its result stays open, and with it a snapshot, which keeps dead rows from being swept.
      this.#released = client.query(`set local metes.open = 'no'`).catch(() => undefined);
    } finally {
      stream.uncork();
    }
  }

  /** Waits until the statement is answered or has failed, and keeps no snapshot. */
  async answered(): Promise<void> {
    await this.#released;
  }

  /** Makes it durable and gives the rows of its statement; undefined when nothing is left of it. Throws what its statement threw. */
  async commit(): Promise<readonly any[] | undefined> {
    if (this.#isOver) return undefined;
    this.ended();
    // Behind a statement that fails, this rolls back.
    const [{ rows }, { command }] = await Promise.all([this.#answer, this.#client.query('commit')]);
    return command === 'COMMIT' ? rows : undefined;
  }

  /** Leaves nothing of it. No effect once it has ended. */
  rollBack(): void {
    if (this.#isOver) return;
    this.ended();
    this.#client.query('rollback').catch(() => undefined);
  }

  /** It ended with its session, or is being told to. */
  ended(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onOver();
  }
}
