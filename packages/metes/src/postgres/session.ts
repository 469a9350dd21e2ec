import pg from 'pg';
import { MetesError } from '../base/errors.ts';
import { faultReason, isPassing } from './faults.ts';
import { OpenTransaction } from './open-transaction.ts';
import { callForNumber, prepareToBegin } from './value-call.ts';

/** How sessions reach the server. */
export interface SessionSetting {
  readonly url: string;
  /** Whose store it is, for messages. */
  readonly context: string;
  /** The longest that connecting, and any one statement, may take; milliseconds. */
  readonly timeoutMs: number;
  /** The longest that a statement may take when that is not the same; milliseconds. */
  readonly answerMs?: number;
  /** Shown by the server in its list of sessions. */
  readonly purpose: string;
  /** True sends statements without waiting for the answers to those before. */
  readonly pipeline?: boolean;
  /** Run once on each new connection. */
  readonly onConnect?: string;
  /** True for one in which transactions may be begun ahead. */
  readonly begins?: boolean;
}

/** A prepared statement: planned once a connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Positions and counts are bigint there and safe integers here; JSON stays text until it is asked for. */
const parsers = new Map<number, (text: string) => unknown>([
  [16, (text) => text === 't'],
  [20, Number],
  [21, Number],
  [23, Number],
  [701, Number],
  [1016, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number))],
  [1009, (text) => pg.types.getTypeParser(1009 as never)(text)],
]);
const asText = (text: string): string => text;
const types: pg.CustomTypesConfig = { getTypeParser: (oid: number) => parsers.get(oid) ?? asText };

/** One connection that comes back by itself: a lost one fails what was on its way, the next statement connects anew. */
export class Session {
  readonly #setting: SessionSetting;
  #client: Promise<pg.Client> | undefined;
  /** The client once it is connected. */
  #live: pg.Client | undefined;
  #open: OpenTransaction | undefined;
  #closed = false;

  constructor(setting: SessionSetting) {
    this.#setting = setting;
  }

  /** Another one for each connection; undefined while there is none. */
  get connection(): object | undefined {
    return this.#live;
  }

  /** Connects now and not with the first statement, which would wait for it. @throws what `rows` throws */
  async open(): Promise<void> {
    try {
      await this.#connected();
    } catch (error) {
      throw this.#fault(error);
    }
  }

  /**
   * Runs a prepared statement.
   *
   * @throws METES_STORE_UNAVAILABLE when the outcome is unknown or nothing happened; errors of the server as they are
   */
  rows(statement: Statement, values: readonly unknown[]): Promise<readonly any[]> {
    return this.#ask(async (client) => (await client.query(queryOf(statement, values))).rows);
  }

  /** Runs a prepared statement that gives one row of one whole number, or null. @throws what `rows` throws */
  number(statement: Statement, values: readonly unknown[]): Promise<number | null> {
    return this.#ask((client) => callForNumber(client, { ...statement, values }));
  }

  async #ask<T>(question: (client: pg.Client) => Promise<T>): Promise<T> {
    let client: pg.Client | undefined;
    try {
      client = await this.#connected();
      // What was begun for later does not stand in the way of what is wanted now.
      this.#open?.rollBack();
      return await question(client);
    } catch (error) {
      throw this.#fault(error, client);
    }
  }

  /**
   * Runs a prepared statement that gives one row of one whole number, or null, in a transaction that stays open until it
   * is told how to end, or until another statement is asked for: then nothing is left of it. Undefined while there is no
   * connection, and in a session that begins nothing.
   */
  begin(
    statement: Statement,
    values: readonly unknown[],
  ): Pick<OpenTransaction, 'answered' | 'commit' | 'rollBack'> | undefined {
    const client = this.#live;
    if (!client || !this.#setting.begins) return undefined;
    this.#open?.rollBack();
    const open = new OpenTransaction(client, { ...statement, values }, () => {
      if (this.#open === open) this.#open = undefined;
    });
    this.#open = open;
    return {
      answered: () => open.answered(),
      commit: () =>
        open.commit().catch((error: unknown) => {
          throw this.#fault(error, client);
        }),
      rollBack: () => open.rollBack(),
    };
  }

  /** What is thrown for an error; a connection that cannot be trusted after it is given up. */
  #fault(error: unknown, client?: pg.Client): unknown {
    if (error instanceof MetesError || !isPassing(error)) return error;
    if (client && !(error instanceof pg.DatabaseError && !isOver(error))) this.#forget(client);
    return new MetesError(
      'METES_STORE_UNAVAILABLE',
      { context: this.#setting.context, reason: faultReason(error) },
      { cause: error },
    );
  }

  /** Ends the connection, after what is on its way. */
  async close(): Promise<void> {
    this.#closed = true;
    const client = await this.#client?.catch(() => undefined);
    this.#client = this.#live = undefined;
    this.#open?.ended();
    await client?.end().catch(() => undefined);
  }

  #connected(): Promise<pg.Client> {
    if (this.#closed)
      throw new MetesError('METES_STORE_UNAVAILABLE', {
        context: this.#setting.context,
        reason: 'the store was closed',
      });
    return (this.#client ??= this.#connect());
  }

  async #connect(): Promise<pg.Client> {
    const { url, timeoutMs, answerMs = timeoutMs, purpose, pipeline, onConnect, begins } = this.#setting;
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: answerMs,
      keepAlive: true,
      application_name: purpose,
      types,
      ...(pipeline ? { pipeline } : {}),
    });
    client.on('error', () => this.#forget(client));
    client.on('end', () => this.#forget(client));
    this.#clients.add(client);
    try {
      await client.connect();
      await Promise.all([onConnect && client.query(onConnect), begins && prepareToBegin(client)]);
      if (this.#clients.has(client)) this.#live = client;
      return client;
    } catch (error) {
      this.#forget(client);
      throw error;
    }
  }

  /** Live clients by identity: a client that ended must not make a later one be forgotten. */
  readonly #clients = new Set<pg.Client>();

  #forget(client: pg.Client): void {
    if (!this.#clients.delete(client)) return;
    this.#client = this.#live = undefined;
    this.#open?.ended();
    client.end().catch(() => undefined);
  }
}

function queryOf({ name, text }: Statement, values: readonly unknown[]): pg.QueryConfig {
  return { name, text, values: values as unknown[] };
}

/** True for refusals after which the server ends the session. */
function isOver(error: pg.DatabaseError): boolean {
  return error.severity === 'FATAL' || error.severity === 'PANIC';
}
