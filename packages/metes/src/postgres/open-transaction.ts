import type pg from 'pg';
import { BareQuery } from './bare-query.ts';
import { type Call, callForNumber } from './value-call.ts';

/** A transaction with one call of a statement that gives a number; it stays open until it is told how to end. */
export class OpenTransaction {
  readonly #client: pg.Client;
  readonly #answer: Promise<number | null>;
  readonly #onOver: () => void;
  #isOver = false;

  /**
   * @param onOver called when it has been told how to end
   */
  constructor(client: pg.Client, call: Call, onOver: () => void) {
    this.#client = client;
    this.#onOver = onOver;
    this.#answer = callForNumber(client, call, { opens: true });
    this.#answer.catch(() => undefined);
  }

  /** Waits until the statement is answered or has failed, and keeps no snapshot. */
  async answered(): Promise<void> {
    await this.#answer.catch(() => undefined);
  }

  /** Makes it durable and gives what its statement gave; undefined when nothing is left of it. Throws what its statement threw. */
  async commit(): Promise<number | null | undefined> {
    if (this.#isOver) return undefined;
    this.ended();
    // Behind a statement that fails, this rolls back.
    const [answer, isCommitted] = await Promise.all([this.#answer, endTransaction(this.#client, 'commit')]);
    return isCommitted ? answer : undefined;
  }

  /** Leaves nothing of it. No effect once it has ended. */
  rollBack(): void {
    if (this.#isOver) return;
    this.ended();
    endTransaction(this.#client, 'rollback').catch(() => undefined);
  }

  /** It ended with its session, or is being told to. */
  ended(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onOver();
  }
}

/** Ends the transaction of a session: true when it was committed; behind a statement that failed, it is rolled back. */
function endTransaction(client: pg.Client, how: 'commit' | 'rollback'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const query: EndQuery = new EndQuery({ text: how }, (error) => {
      if (error) reject(error);
      else resolve(query.command === 'COMMIT');
    });
    client.query(query);
  });
}

/** Says no more of its result than its command. */
class EndQuery extends BareQuery {
  command: string | undefined;

  override submit = (connection: pg.Connection): null => {
    connection.query(this.text);
    return null;
  };

  handleDataRow(): void {}

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.command = text;
  }
}
