import type pg from 'pg';
import { BareQuery } from './bare-query.ts';
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

/**
 * All of a call goes out as one packet, and nothing comes back but the value: the driver's own query has each result
 * described anew and goes out message by message.
 */
class NumberQuery extends BareQuery {
  answer: number | null = null;
  readonly #messages: Buffer;

  constructor(call: Call, opens: boolean, callback: (error: Error | null | undefined) => void) {
    super(call, callback);
    // Now: what fails here fails before the driver has taken the query in.
    this.#messages = callMessages(call.name, call.values, opens);
  }

  override submit = (connection: pg.Connection): null => {
    const { name, text } = this;
    const { parsedStatements, submittedNamedStatements } = connection as unknown as Known;
    const known = parsedStatements[name] ?? submittedNamedStatements[name];
    // Another statement under a name that is known is refused by the server.
    if (known !== text) {
      connection.parse({ name, text, types: [] }, true);
      submittedNamedStatements[name] = text;
    }
    // One that has ended fails its queries by itself.
    if (connection.stream.writable) connection.stream.write(this.#messages);
    return null;
  };

  handleDataRow({ fields: [field] }: { readonly fields: readonly (string | null)[] }): void {
    this.answer = field == null ? null : Number(field);
  }

  handleCommandComplete(): void {}
}
