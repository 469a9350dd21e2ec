import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { freePort } from '../chaos/shop-process.ts';

/** The version of the nats-server of this machine, such as `2.10.4`; undefined when there is none. */
export const natsVersion = /v(\d+\.\d+\.\d+)/.exec(
  spawnSync('nats-server', ['--version'], { encoding: 'utf8' }).stdout ?? '',
)?.[1];

const password = 'only-for-tests';

/** A NATS server of its own with the accounts of a map, on a port of this machine that was free. */
export class NatsServer implements AsyncDisposable {
  readonly #port: number;
  readonly #stop: () => Promise<void>;
  readonly #connections: NatsConnection[] = [];

  private constructor(port: number, stop: () => Promise<void>) {
    this.#port = port;
    this.#stop = stop;
  }

  /** Starts a server with these permissions, as `metes grants --broker nats` prints them. */
  static async start(permissions: string): Promise<NatsServer> {
    const folder = mkdtempSync(join(tmpdir(), 'metes-nats-'));
    const port = await freePort();
    const config = join(folder, 'server.conf');
    writeFileSync(
      config,
      `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${folder}" }\n${permissions}`,
    );
    const names = [...permissions.matchAll(/\$(\w+_PASSWORD)\b/g)].map(([, name]) => [name, password]);
    const server = spawn('nats-server', ['--config', config], {
      env: { ...process.env, ...Object.fromEntries(names) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    let said = '';
    const ready = new Promise<boolean>((resolve) => {
      void ended.then(() => resolve(false));
      server.stderr.on('data', (text: Buffer) => {
        said += String(text);
        if (said.includes('Server is ready')) resolve(true);
      });
    });
    const stop = async (): Promise<void> => {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    };
    if (await ready) return new NatsServer(port, stop);
    await stop();
    throw new Error(`nats-server did not start:\n${said}`);
  }

  /** A connection as the user of a context, with the inbox that is told to clients. */
  async as(user: string, pass = password): Promise<NatsConnection> {
    const connection = await connect({
      servers: `127.0.0.1:${this.#port}`,
      user,
      pass,
      inboxPrefix: `_INBOX.${user}`,
      reconnect: false,
    });
    this.#connections.push(connection);
    return connection;
  }

  /** A connection that may do everything with streams. */
  async asOperator(): Promise<Operator> {
    const user = 'operator@metes';
    const options = { servers: `127.0.0.1:${this.#port}`, user, pass: password };
    const connection = await connect(options);
    this.#connections.push(connection);
    return new Operator(connection);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#connections.map((each) => each.close()));
    await this.#stop();
  }
}

/** Who makes streams and consumers, and can look into all of them. */
export class Operator {
  readonly #connection: NatsConnection;

  constructor(connection: NatsConnection) {
    this.#connection = connection;
  }

  async makeStream(name: string, subjects: readonly string[]): Promise<void> {
    await this.#ask(`STREAM.CREATE.${name}`, { name, subjects });
  }

  /** Makes a consumer anew, with what is sent to it from now on. */
  async makeConsumer(stream: string, name: string, filters: readonly string[]): Promise<void> {
    await this.#ask(`CONSUMER.DELETE.${stream}.${name}`, {}).catch(() => undefined);
    const [only] = filters;
    const filter = filters.length === 1 ? { filter_subject: only } : { filter_subjects: filters };
    const config = { durable_name: name, ack_policy: 'explicit', deliver_policy: 'new', ...filter };
    await this.#ask(`CONSUMER.DURABLE.CREATE.${stream}.${name}`, { stream_name: stream, config });
  }

  /** How many messages a stream has, and how many consumers. */
  async countsOf(stream: string): Promise<{ readonly messages: number; readonly consumers: number }> {
    const { state } = await this.#ask(`STREAM.INFO.${stream}`, {});
    return { messages: state.messages, consumers: state.consumer_count };
  }

  async #ask(what: string, body: object): Promise<any> {
    const answer = await this.#connection.request(`$JS.API.${what}`, JSON.stringify(body));
    const told = answer.json<{ error?: { description: string } }>();
    if (told.error) throw new Error(`${what}: ${told.error.description}`);
    return told;
  }
}
