import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../packages/metes/src/cli/bin.ts', import.meta.url));
const config = fileURLToPath(new URL('../metes.config.ts', import.meta.url));

/** How long the shop may take to be ready, milliseconds. */
const startPatienceMs = 60_000;

/** The shop as a process that can be killed at any moment and started again on the same data. */
export class ShopProcess {
  readonly folder: string;
  readonly port: number;
  #child: ChildProcess | undefined;
  #stderr = '';

  constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What the process wrote to its error stream, all runs together, the last 200 kB. */
  get journal(): string {
    return this.#stderr;
  }

  /** Starts it; resolves when it is ready to serve, with the milliseconds that took. */
  async start(variables: Readonly<Record<string, string>> = {}): Promise<number> {
    const since = performance.now();
    const child = this.launch(variables);
    const ended = new Promise<never>((_, reject) => {
      child.once('exit', (code, signal) => reject(new Error(`the shop ended while starting (${signal ?? code}):\n${this.#stderr.slice(-2_000)}`)));
    });
    ended.catch(() => undefined);
    const ready = async (): Promise<void> => {
      while (!(await this.isReady())) await pause(25);
    };
    await Promise.race([ready(), ended, pause(startPatienceMs).then(() => Promise.reject(new Error(`the shop is not ready after ${startPatienceMs} ms:\n${this.#stderr.slice(-2_000)}`)))]);
    return performance.now() - since;
  }

  /** Starts it and returns at once. */
  launch(variables: Readonly<Record<string, string>> = {}): ChildProcess {
    const args = [...process.execArgv, bin, 'start', '--config', config];
    const env = { ...process.env, METES_STATE: this.folder, METES_PORT: String(this.port), METES_LOG: 'warn', ...variables };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr!.on('data', (chunk: Buffer) => (this.#stderr = (this.#stderr + chunk.toString()).slice(-200_000)));
    this.#child = child;
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
    return await this.#end('SIGKILL');
  }

  /** Waits until it ends by itself; false when it does not within the time. */
  async ends(withinMs: number): Promise<boolean> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return true;
    return await Promise.race([new Promise<boolean>((resolve) => child.once('exit', () => resolve(true))), pause(withinMs, false)]);
  }

  /** Stops it as Ctrl-C does. */
  async stop(): Promise<boolean> {
    return await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<boolean> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return false;
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exit;
    return true;
  }

  async databases(): Promise<{ readonly auditor: string; readonly admin: string }> {
    return JSON.parse(await readFile(join(this.folder, 'databases.json'), 'utf8')) as { auditor: string; admin: string };
  }

  async providerUrl(): Promise<string> {
    const { companions } = JSON.parse(await readFile(join(this.folder, 'urls.json'), 'utf8')) as { companions: Record<string, string> };
    return Object.values(companions)[0]!;
  }

  /** The development tokens of principals that have a role. */
  async tokens(role: string): Promise<readonly string[]> {
    const { tokens } = JSON.parse(await readFile(join(this.folder, 'tokens.json'), 'utf8')) as { tokens: { token: string; principal: { roles: string[] } }[] };
    return tokens.filter(({ principal }) => principal.roles.includes(role)).map(({ token }) => token);
  }
}
