import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../packages/metes/src/cli/bin.ts', import.meta.url));
const config = fileURLToPath(new URL('../metes.config.ts', import.meta.url));

/** How long the shop may take to be ready, and to stop in order, milliseconds. */
const startPatienceMs = 60_000;
const stopPatienceMs = 30_000;

type Variables = Readonly<Record<string, string>>;

/** The shop as a process that can be killed at any moment and started again on the same data. */
export class ShopProcess {
  readonly folder: string;
  readonly port: number;
  #child: ChildProcess | undefined;
  #exit: Promise<void> = Promise.resolve();
  #journal = '';

  constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What the process of the last start wrote to its error stream, its last 200 kB. */
  get journal(): string {
    return this.#journal;
  }

  /** Starts it; resolves when it is ready to serve, with the milliseconds that took. */
  async start(variables: Variables = {}): Promise<number> {
    const since = performance.now();
    const child = this.launch(variables);
    while (!(await this.isReady())) {
      if (hasEnded(child)) throw new Error(`The shop ended while starting:\n${this.#journal.slice(-2_000)}`);
      if (performance.now() - since > startPatienceMs)
        throw new Error(`The shop is not ready after ${startPatienceMs} ms:\n${this.#journal.slice(-2_000)}`);
      await pause(20);
    }
    return performance.now() - since;
  }

  /** Starts it and returns at once. */
  launch(variables: Variables = {}): ChildProcess {
    const args = [...process.execArgv, bin, 'start', '--config', config];
    const own = {
      METES_STATE: this.folder,
      METES_PORT: String(this.port),
      METES_LOG: 'error',
      METES_CATALOGUE: 'tiny',
      METES_FAILPOINTS: '',
      DATABASE_URL: '',
      METES_PROVIDER_URL: '',
      METES_PROVIDER_DATA: '',
    };
    const env = { ...process.env, ...own, ...variables };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#journal = '';
    child.stderr.on('data', (chunk: Buffer) => {
      if (child === this.#child) this.#journal = (this.#journal + chunk.toString()).slice(-200_000);
    });
    this.#child = child;
    this.#exit = exitOf(child);
    return child;
  }

  /** True when it answers that it is ready. */
  async isReady(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1_000) });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }

  /** Ends it with SIGKILL, at whatever it is doing. False when it had ended by itself. */
  async kill(): Promise<boolean> {
    const child = this.#child;
    if (!child || hasEnded(child)) return false;
    child.kill('SIGKILL');
    await this.#exit;
    return true;
  }

  /** Waits until it ends by itself; false when it does not within the time. */
  async ends(withinMs: number): Promise<boolean> {
    const waiting = new AbortController();
    const late = pause(withinMs, false, { signal: waiting.signal }).catch(() => false);
    const ended = await Promise.race([this.#exit.then(() => true), late]);
    waiting.abort();
    return ended;
  }

  /** Stops it as Ctrl-C does; false when it had to be killed after all. */
  async stop(): Promise<boolean> {
    const child = this.#child;
    if (!child || hasEnded(child)) return true;
    child.kill('SIGTERM');
    if (await this.ends(stopPatienceMs)) return true;
    await this.kill();
    return false;
  }

  async databases(): Promise<{ readonly auditor: string; readonly admin: string }> {
    return (await this.#read('databases.json')) as { auditor: string; admin: string };
  }

  async providerUrl(): Promise<string> {
    const { companions } = (await this.#read('urls.json')) as { companions: Record<string, string> };
    return Object.values(companions)[0]!;
  }

  /** The development tokens of principals that have a role. */
  async tokens(role: string): Promise<readonly string[]> {
    const { tokens } = (await this.#read('tokens.json')) as {
      tokens: { token: string; principal: { roles: string[] } }[];
    };
    return tokens.filter(({ principal }) => principal.roles.includes(role)).map(({ token }) => token);
  }

  async #read(file: string): Promise<unknown> {
    return JSON.parse(await readFile(join(this.folder, file), 'utf8'));
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Resolves when the process has ended and what it wrote last has been read. */
async function exitOf(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve) => child.once('exit', resolve));
  // Whatever it started may still hold the stream open.
  await Promise.race([closed, pause(100)]);
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
