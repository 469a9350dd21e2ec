import { type ChildProcess, spawn } from 'node:child_process';
import { MetesError } from '../base/errors.ts';
import type { RunningFacts } from '../start/define-system.ts';

/** What the line of a process that is ready tells. */
export interface ReadyLine {
  readonly urls: Readonly<Record<string, string>>;
  readonly companions: Readonly<Record<string, string>>;
  readonly tokens: RunningFacts['tokens'];
}

/** A line that a part writes with --json. */
interface PartLine extends ReadyLine {
  readonly event?: string;
  readonly text?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
}

/** A process of a split start. */
export interface Part {
  readonly role: string;
  /** What has to be typed to start it again when it has ended. */
  readonly again: string;
  readonly child: ChildProcess;
  /** @throws METES_CLI_PROCESS_FAILED, METES_CLI_PROCESS_ENDED */
  readonly ready: Promise<ReadyLine>;
  /** Resolves also when the process could not be made at all. */
  readonly ended: Promise<void>;
}

/** How a process of a split start is started, and who hears of it. */
export interface PartSetting {
  /** The arguments of Node.js. */
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly again: string;
  /** Told in one line what is going on. */
  readonly tell: (text: string) => void;
  /** Given what the process writes to its error stream, and whatever else it writes that is not for us. */
  readonly pass: (text: string) => void;
}

/** Starts a process that tells its progress as JSON lines. */
export function startPart(role: string, { args, folder, env, again, tell, pass }: PartSetting): Part {
  // In a process group of its own: Ctrl-C reaches the parent, which stops the parts in order.
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  // First of all: a process that could not be made has no streams, may never be closed, and tells it by this event only.
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    void failed.then(() => child.pid === undefined && resolve());
  });
  child.stderr?.on('data', (chunk: Buffer) => pass(chunk.toString()));
  const ready = new Promise<ReadyLine>((resolve, reject) => {
    let rest = '';
    void failed.then((cause) =>
      reject(new MetesError('METES_CLI_PROCESS_FAILED', { role, reason: cause.message }, { cause })),
    );
    void ended.then(() => reject(new MetesError('METES_CLI_PROCESS_ENDED', { role })));
    child.stdout?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const told = toldBy(line);
        // Whatever the system itself writes to its output is passed on, away from ours.
        if (!told) pass(`${line}\n`);
        else if (told.event === 'ready') resolve(told);
        else if (told.event === 'progress') tell(told.text!);
        else if (told.error) tell(`${told.error.code}: ${told.error.message} ${told.error.hint}`);
      }
    });
  });
  ready.catch(() => undefined);
  return { role, again, child, ready, ended };
}

/** What a part tells with a line; undefined when the line is not of our making. */
function toldBy(line: string): PartLine | undefined {
  try {
    const told: unknown = JSON.parse(line);
    return typeof told === 'object' && told !== null ? (told as PartLine) : undefined;
  } catch {
    return undefined;
  }
}
