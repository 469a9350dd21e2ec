import pg from 'pg';
import type { Timers } from '../runtime/ports/timers.ts';

/** What is listened for. */
export interface ListeningOptions {
  readonly url: string;
  readonly channel: string;
  readonly purpose: string;
  readonly timers: Timers;
  /** Told of each notification, and of each new connection, since some may have been missed before it. */
  readonly heard: () => void;
}

/** The pause before a lost connection is tried again, milliseconds. */
const pauseMs = 1_000;
/** A connection that a firewall cut silently looks alive: it is asked for a sign of life this often, milliseconds. */
const signOfLifeMs = 30_000;

/** Hears NOTIFY on a connection of its own, which comes back by itself. Nothing depends on it but speed. */
export class Listening {
  readonly #options: ListeningOptions;
  #client: pg.Client | undefined;
  #running = false;
  #cancel: (() => void) | undefined;

  constructor(options: ListeningOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#running = false;
    this.#cancel?.();
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const { url, purpose, channel, heard } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
      application_name: purpose,
    });
    this.#client = client;
    const lost = (): void => this.#lost(client);
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', heard);
    try {
      await client.connect();
      await client.query(`listen "${channel.replaceAll('"', '""')}"`);
      heard();
      this.#askForLife(client);
    } catch {
      lost();
    }
  }

  #askForLife(client: pg.Client): void {
    // Closed while an answer was on its way: a timer set now would keep the process alive.
    if (!this.#running) return;
    this.#cancel = this.#options.timers.after(signOfLifeMs, () => {
      client.query('select 1').then(
        () => this.#client === client && this.#askForLife(client),
        () => this.#lost(client),
      );
    });
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#cancel?.();
    client.end().catch(() => undefined);
    if (this.#running) this.#cancel = this.#options.timers.after(pauseMs, () => void this.#connect());
  }
}
