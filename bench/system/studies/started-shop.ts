import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { home } from '../home.ts';

/** The shop as a process of its own. */
export interface StartedShop {
  /** From the command to the moment at which it says that it is ready, milliseconds. */
  readonly ms: number;
  readonly pid: number;
  /** Asks it to stop and waits until it has. Idempotent. */
  stop(): Promise<void>;
}

/** How long it may take to say that it is ready or to stop, milliseconds. */
const patienceMs = 120_000;

/** Runs `npm start` with a state folder. What it is told by the environment otherwise would be another shop. */
export async function startShop(state: string): Promise<StartedShop> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('METES_') && name !== 'DATABASE_URL'),
  );
  const from = performance.now();
  const child = spawn('npm', ['start', '--', '--port', '0', '--json'], {
    cwd: fileURLToPath(new URL('..', home)),
    env: { ...env, METES_STATE: state },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    // A group of its own: Ctrl-C is handed on once, and nothing of it outlives a start that failed.
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const { pid, ms } = await ready(child, ended, from).catch(async (error: unknown) => {
    killGroup(child);
    await ended;
    throw error;
  });
  return {
    pid,
    ms,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      try {
        process.kill(pid, 'SIGTERM');
      } catch {
        // It has ended by itself.
      }
      const timer = setTimeout(() => killGroup(child), patienceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function ready(
  child: ChildProcess,
  ended: Promise<void>,
  from: number,
): Promise<{ readonly pid: number; readonly ms: number }> {
  return new Promise((resolve, reject) => {
    let [line, told] = ['', ''];
    const refuse = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`npm start ${why}: ${told.trim().slice(-600) || 'it said nothing'}`));
    };
    const timer = setTimeout(() => refuse(`was not ready after ${patienceMs / 1000} s`), patienceMs);
    child.once('error', (error) => refuse(`could not be run (${error.message})`));
    void ended.then(() => refuse('ended before it was ready'));
    child.stderr!.on('data', (chunk: Buffer) => (told = (told + chunk.toString()).slice(-4_000)));
    child.stdout!.on('data', (chunk: Buffer) => {
      const lines = (line + chunk.toString()).split('\n');
      line = lines.pop() ?? '';
      for (const each of lines) {
        const pid = readyPid(each);
        if (pid === undefined) continue;
        clearTimeout(timer);
        resolve({ pid, ms: performance.now() - from });
      }
    });
  });
}

/** The process that a line of its output says is ready; npm itself writes other lines. */
function readyPid(line: string): number | undefined {
  if (!line.startsWith('{')) return undefined;
  const told = JSON.parse(line) as { readonly event?: unknown; readonly pid?: unknown };
  return told.event === 'ready' && typeof told.pid === 'number' ? told.pid : undefined;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
