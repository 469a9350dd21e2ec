import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MetesError } from '../base/errors.ts';
import type { Companion, CompanionFacts, RunningCompanion, SystemEnvironment } from './define-system.ts';

/** How long a companion may take to stop by itself, milliseconds. */
const stopPatienceMs = 5_000;

/** What is said of a companion that is a Node program of its own. */
export interface NodeCompanionDeclaration {
  /** The program. It writes one line of JSON with `ready: true` and its `url` when it listens, and ends with its input. */
  readonly program: URL;
  readonly neededBy?: readonly string[];
  /** Further environment variables for it. */
  readonly env?: (place: Omit<SystemEnvironment, 'companions'>) => Readonly<Record<string, string>>;
  readonly facts?: (place: Omit<SystemEnvironment, 'companions'>) => Readonly<Record<string, string>>;
  /** A URL at which it runs already: nothing is started then. */
  readonly external?: (place: Omit<SystemEnvironment, 'companions'>) => string | undefined;
  /** How long it may take to start, all tries together; 20,000 ms when nothing is said. */
  readonly patienceMs?: number;
  readonly onReady?: (companion: CompanionFacts, urls: Readonly<Record<string, string>>) => Promise<void>;
}

/**
 * Declares a companion that is a Node program: run as a process of its own by the same Node with the same loaders, ended
 * with the system. It is tried again while an earlier one is still letting go of its files.
 *
 * @throws METES_START_COMPANION (from `start`)
 */
export function nodeCompanion(name: string, declaration: NodeCompanionDeclaration): Companion {
  const { program, neededBy, facts, external, onReady, patienceMs = 20_000 } = declaration;
  return {
    name,
    ...(neededBy ? { neededBy } : {}),
    start: async (place) => {
      const told = facts?.(place) ?? {};
      const withReady = (running: Omit<RunningCompanion, 'onReady'>): RunningCompanion =>
        onReady ? { ...running, onReady: (urls) => onReady(running, urls) } : running;
      const url = external?.(place);
      if (url !== undefined)
        return withReady({ url: url.replace(/\/+$/, ''), facts: told, stop: async () => undefined });
      const until = Date.now() + patienceMs;
      for (;;) {
        try {
          const { child, url: own } = await launch(
            name,
            program,
            { ...place.env, ...declaration.env?.(place) },
            until - Date.now(),
          );
          return withReady({ url: own, facts: told, pid: child.pid, stop: () => end(child) });
        } catch (error) {
          if (Date.now() > until - patienceMs / 2) throw error;
          await pause(300);
        }
      }
    },
  };
}

function launch(
  name: string,
  program: URL,
  env: NodeJS.ProcessEnv,
  patienceMs: number,
): Promise<{ child: ChildProcess; url: string }> {
  // In a process group of its own: Ctrl-C in the terminal must not end it before the contexts have finished.
  const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(program)], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  return new Promise((resolve, reject) => {
    let output = '';
    let tail = '';
    const refuse = (reason: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(
        new MetesError('METES_START_COMPANION', {
          companion: name,
          reason,
          tail: tail.trim().slice(-600) || 'nothing',
        }),
      );
    };
    const timer = setTimeout(
      () => refuse(`it was not ready after ${Math.round(patienceMs / 1_000)} s`),
      patienceMs,
    );
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString()).slice(-4_000)));
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length > 100_000) return;
      output += chunk.toString();
      const url = output
        .split('\n')
        .map(readyUrl)
        .find((each) => each !== undefined);
      if (url === undefined) return;
      clearTimeout(timer);
      child.off('close', ended);
      resolve({ child, url });
    });
    const ended = (code: number | null, signal: string | null): void =>
      refuse(`it ended with ${signal ?? `exit code ${code}`}`);
    child.once('error', (error) => refuse(error.message));
    child.once('close', ended);
  });
}

function readyUrl(line: string): string | undefined {
  try {
    const told: unknown = JSON.parse(line);
    const { ready, url } = told as { ready?: unknown; url?: unknown };
    return ready === true && typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
  await ended;
  clearTimeout(timer);
}
