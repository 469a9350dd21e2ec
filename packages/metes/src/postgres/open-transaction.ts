import type pg from 'pg';

/** A transaction with one statement that stays open until it is told how to end. */
export class OpenTransaction {
  readonly #client: pg.Client;
  readonly #answer: Promise<pg.QueryResult>;
  readonly #onOver: () => void;
  #isOver = false;

  /** @param onOver called when it has been told how to end */
  constructor(client: pg.Client, query: pg.QueryConfig, onOver: () => void) {
    this.#client = client;
    this.#onOver = onOver;
    // Sent at once, one behind the other. That it cannot begin shows in what follows.
    client.query('begin').catch(() => undefined);
    this.#answer = client.query(query);
    this.#answer.catch(() => undefined);
  }

  /** Makes it durable and gives the rows of its statement; undefined when nothing is left of it. Throws what its statement threw. */
  async commit(): Promise<readonly any[] | undefined> {
    if (this.#isOver) return undefined;
    this.#end();
    // Behind a statement that fails, this rolls back.
    const [{ rows }, { command }] = await Promise.all([this.#answer, this.#client.query('commit')]);
    return command === 'COMMIT' ? rows : undefined;
  }

  /** Leaves nothing of it. No effect once it has ended. */
  rollBack(): void {
    if (this.#isOver) return;
    this.#end();
    this.#client.query('rollback').catch(() => undefined);
  }

  #end(): void {
    this.#isOver = true;
    this.#onOver();
  }
}
