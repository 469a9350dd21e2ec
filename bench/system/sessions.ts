import pg from 'pg';

/** A statement that the server plans once a connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Counts and positions are safe integers here. */
const types = {
  getTypeParser: (oid: number, format?: 'text') =>
    oid === 20 ? Number : pg.types.getTypeParser(oid, format),
} as unknown as pg.CustomTypesConfig;

/** How sessions are opened. */
export interface SessionOptions {
  /** Sends statements without waiting for the answers to those before. */
  readonly pipeline?: boolean;
  /** Run once on each session. */
  readonly onConnect?: string;
}

/** Plans made once, by index, in the order of the rows handed over: rows are locked in one order, so nothing deadlocks. */
export const plannedOnce =
  'set plan_cache_mode = force_generic_plan; set enable_hashjoin = off; set enable_mergejoin = off; set enable_seqscan = off';

/** Keeps glibc from giving memory back to the system after each statement; the toolkit does so on its own sessions. */
export const keepMemory = `select octet_length(repeat(repeat('x', 65536), 128))`;

/** What the sessions of limits run first. */
export const madeReady = `${plannedOnce}; ${keepMemory}`;

/** Opens one session. */
export async function session(url: string, options: SessionOptions = {}): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    types,
    ...(options.pipeline ? { pipeline: true } : {}),
  });
  // A server that goes away fails the statements under way; the event besides has nothing to add.
  client.on('error', () => undefined);
  await client.connect();
  if (options.onConnect) await client.query(options.onConnect);
  return client;
}

/** A fixed number of sessions, handed to one user at a time, in the order in which they ask. */
export class Sessions {
  readonly #all: readonly pg.Client[];
  readonly #free: pg.Client[];
  readonly #waiting: ((client: pg.Client) => void)[] = [];

  private constructor(all: readonly pg.Client[]) {
    this.#all = all;
    this.#free = [...all];
  }

  static async open(url: string, count: number, options: SessionOptions = {}): Promise<Sessions> {
    return new Sessions(await Promise.all(Array.from({ length: count }, () => session(url, options))));
  }

  /** Lends a session for as long as `use` takes. */
  async with<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
    const client =
      this.#free.pop() ?? (await new Promise<pg.Client>((resolve) => this.#waiting.push(resolve)));
    try {
      return await use(client);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(client);
      else this.#free.push(client);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((each) => each.end()));
  }
}
