import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { assert, onTestFinished } from 'vitest';
import { removeState } from '../start/remove-state.ts';
import type { Terminal } from './terminal.ts';

const bin = fileURLToPath(new URL('./bin.ts', import.meta.url));
/** The configuration that the tests start. */
export const sampleConfig = fileURLToPath(new URL('./sample.config.ts', import.meta.url));

/** How a command of the command line ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A terminal that keeps what is written. */
export function fakeTerminal(
  given: Partial<Terminal> = {},
): Terminal & { readonly written: { out: string; err: string } } {
  const written = { out: '', err: '' };
  return {
    out: (each) => void (written.out += each),
    err: (each) => void (written.err += each),
    interactive: false,
    colours: false,
    env: {},
    folder: process.cwd(),
    command: 'metes',
    ask: async () => '',
    ...given,
    written,
  };
}

/** A system in a state folder of its own, worked with from outside as a person does. Ends with the test. */
export class OfficeUnderTest {
  readonly folder: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #children: ChildProcess[] = [];

  private constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.#env = env;
  }

  /** With `DATABASE_URL` in `env` it uses that server, else an embedded one. */
  static async make(env: Readonly<Record<string, string>> = {}): Promise<OfficeUnderTest> {
    const parent = await mkdtemp(join(tmpdir(), 'metes-cli-'));
    await chmod(parent, 0o755);
    const office = new OfficeUnderTest(join(parent, 'state'), { SAMPLE_JAM: join(parent, 'jam'), ...env });
    onTestFinished(async () => {
      await Promise.all(office.#children.map((child) => ended(child, 'SIGKILL')));
      await removeState(office.folder).catch(() => undefined);
      await rm(parent, { recursive: true, force: true, maxRetries: 3 });
    });
    return office;
  }

  /** The file whose presence makes filing crumpled notes fail. */
  get jam(): string {
    return this.#env['SAMPLE_JAM']!;
  }

  /** Runs a command to its end. */
  async run(...args: string[]): Promise<Ended> {
    const child = this.#spawn(args, {});
    let out = '';
    let err = '';
    child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString()));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
  }

  /** Starts the system with `--json` and waits until it is ready. */
  async start(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<StartedOffice> {
    const child = this.#spawn(['start', '--config', sampleConfig, '--json', ...args], env);
    let text = '';
    const lines = (): Readonly<Record<string, any>>[] =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    child.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr!.on(
      'data',
      (chunk: Buffer) => (text += `${JSON.stringify({ event: 'stderr', text: chunk.toString() })}\n`),
    );
    for (;;) {
      const ready = lines().find((each) => each['event'] === 'ready');
      if (ready) return { child, ready, lines, stop: (signal = 'SIGTERM') => ended(child, signal) };
      const over = child.exitCode !== null || child.signalCode !== null;
      if (over) assert.fail(`the office ended while it started: ${text}`);
      await pause(10);
    }
  }

  /** A file of the state folder. */
  async file(name: string): Promise<any> {
    return JSON.parse(await readFile(join(this.folder, name), 'utf8'));
  }

  #spawn(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
    const options = ['--conditions=@metes/source', '--import', 'tsx', bin, ...args];
    const child = spawn(process.execPath, options, {
      env: { ...withoutSettings(), METES_STATE: this.folder, NO_COLOR: '1', ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    return child;
  }
}

/** A system that runs. */
export interface StartedOffice {
  readonly child: ChildProcess;
  /** What its ready line says. */
  readonly ready: Readonly<Record<string, any>>;
  /** Everything it has said. */
  lines(): Readonly<Record<string, any>>[];
  /** Sends a signal and waits for the end; the exit code, null after a signal that cannot be caught. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Asks until the answer is as wanted. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  withinMs = 15_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer) || Date.now() > until) return answer;
    await pause(50);
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const over = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill(signal);
  return over;
}

/** Whoever runs the tests may have a system of his own. */
function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(METES_(?!TEST)|DATABASE_URL$|NODE_OPTIONS$)/.test(name),
    ),
  );
}
