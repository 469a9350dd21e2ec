import pg from 'pg';
import { callMessages, opening } from './call-messages.ts';

/** Makes the statement that opens a transaction known to a session, which nothing can be begun in before. */
export async function prepareToBegin(client: pg.Client): Promise<void> {
  await Promise.all([client.query(opening), client.query('rollback')]);
}

/** What the driver keeps of statements, beside what its types tell. */
interface Known {
  readonly parsedStatements: Record<string, string | undefined>;
  readonly submittedNamedStatements: Record<string, string | undefined>;
}

/** A statement, and what it is called with. */
export interface Call {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Calls a prepared statement that gives one row of one whole number, or null, as every commit does.
 *
 * @param opens the statement runs in a transaction that stays open
 */
export function callForNumber(
  client: pg.Client,
  call: Call,
  { opens = false }: { readonly opens?: boolean } = {},
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const query: NumberQuery = new NumberQuery(call, opens, (error) => {
      if (error) reject(error);
      else resolve(query.answer);
    });
    client.query(query);
  });
}

/** Ends the transaction of a session: true when it was committed; behind a statement that failed, it is rolled back. */
export function endTransaction(client: pg.Client, how: 'commit' | 'rollback'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const query: EndQuery = new EndQuery(how, (error) => {
      if (error) reject(error);
      else resolve(query.command === 'COMMIT');
    });
    client.query(query);
  });
}

/** Says no more of its result than its command. */
class EndQuery extends pg.Query {
  command: string | undefined;

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.command = text;
  }
}

/**
 * All of a call goes out as one packet, and nothing comes back but the value: the driver's own query has each result
 * described anew and goes out message by message.
 */
class NumberQuery extends pg.Query {
  answer: number | null = null;
  readonly #call: Call;
  readonly #opens: boolean;

  constructor(call: Call, opens: boolean, callback: (error: Error | undefined) => void) {
    super({ name: call.name, text: call.text }, callback);
    this.#call = call;
    this.#opens = opens;
  }

  override submit = (connection: pg.Connection): null => {
    const { name, text, values } = this.#call;
    const { parsedStatements, submittedNamedStatements } = connection as unknown as Known;
    const known = parsedStatements[name] ?? submittedNamedStatements[name];
    const messages = callMessages(name, values, this.#opens);
    // Another statement under a name that is known is refused by the server.
    if (known !== text) {
      connection.parse({ name, text, types: [] }, true);
      submittedNamedStatements[name] = text;
    }
    // One that has ended fails its queries by itself.
    if (connection.stream.writable) connection.stream.write(messages);
    return null;
  };

  handleDataRow({ fields: [field] }: { readonly fields: readonly (string | null)[] }): void {
    this.answer = field == null ? null : Number(field);
  }

  handleCommandComplete(): void {}
}
