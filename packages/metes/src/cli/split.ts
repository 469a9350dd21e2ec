import { type ChildProcess, spawn } from 'node:child_process';
import { MetesError } from '../base/errors.ts';
import type { RunningFacts, SystemDefinition } from '../start/define-system.ts';
import { embedded } from '../start/embedded-stores.ts';
import type { StartEnvironment } from '../start/environment.ts';
import { silentJournal } from '../start/line-journal.ts';
import { claimRole } from '../start/roles.ts';
import { openStateFolder } from '../start/state-folder.ts';
import { systemClock } from '../start/system-clock.ts';
import { systemRandom } from '../start/system-random.ts';
import { systemTimers } from '../start/system-timers.ts';
import type { StartReport } from './start-report.ts';
import type { StopSignals } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

/** What the line of a process that is ready tells. */
interface ReadyLine {
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
interface Part {
  readonly role: string;
  readonly child: ChildProcess;
  readonly ready: Promise<ReadyLine>;
  readonly ended: Promise<void>;
}

/** What a split start works with. */
interface SplitSetting {
  readonly environment: StartEnvironment;
  readonly terminal: Terminal;
  readonly report: StartReport;
  readonly signals: StopSignals;
}

/**
 * Runs every context in a process of its own, each with its pid file, and itself as the role `split`, which starts the
 * database first and stops it last. A process that ends on its own is reported; the others go on.
 *
 * @throws METES_CLI_PROCESS_ENDED when one ends before it is ready, and what starting the database throws
 */
export async function runSplit(
  definition: SystemDefinition,
  file: string,
  { environment, terminal, report, signals }: SplitSetting,
): Promise<number> {
  const state = await openStateFolder(environment.folder);
  const claim = await claimRole(state, { role: 'split', contexts: [] });
  const ports = { clock: systemClock(), timers: systemTimers, random: systemRandom, journal: silentJournal };
  const parts: Part[] = [];
  let stopping = false;
  const database = embedded({
    folder: state.path,
    databaseUrl: environment.databaseUrl,
    rolePrefix: environment.rolePrefix,
    migrations: definition.migrations,
    claim,
    onProgress: report.progress,
  });
  const stores = await database.open(definition.map, [], ports).catch(async (error: unknown) => {
    await claim.release();
    throw error;
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    for (const { child } of parts) child.kill('SIGTERM');
    await Promise.all(parts.map((each) => each.ended));
    await stores.close();
    await claim.release();
  };
  signals.beforeEnd(() => parts.forEach(({ child }) => child.kill('SIGKILL')));
  try {
    for (const { name } of definition.map.contexts)
      parts.push(startPart(name, file, terminal, (text) => report.progress(`${name}: ${text}`)));
    const told = await Promise.race([Promise.all(parts.map((each) => each.ready)), signals.first]);
    for (const { role, ended } of parts)
      void ended.then(
        () =>
          stopping ||
          report.progress(`${role} has ended; start it again with: ${terminal.command} start --only ${role}`),
      );
    if (told) {
      const companions = Object.fromEntries(
        told.flatMap((each) =>
          Object.entries(each.companions).map(([name, url]) => [name, { url, facts: {} }]),
        ),
      );
      const urls = Object.assign({}, ...told.map((each) => each.urls)) as Record<string, string>;
      report.splitReady(definition, {
        roles: parts.map(({ role, child }) => ({ role, pid: child.pid! })),
        urls,
        companions,
        tokens: told[0]?.tokens ?? [],
      });
    }
    await Promise.race([signals.first, Promise.all(parts.map((each) => each.ended))]);
    report.stopping();
    await signals.orAtOnce(stop());
    report.stopped();
    return 0;
  } catch (error) {
    await stop();
    throw error;
  }
}

function startPart(role: string, file: string, terminal: Terminal, tell: (text: string) => void): Part {
  const args = [
    ...process.execArgv,
    process.argv[1]!,
    'start',
    '--config',
    file,
    '--only',
    role,
    '--role',
    role,
    '--json',
  ];
  // In a process group of its own: Ctrl-C reaches the parent, which stops the parts in order.
  const child = spawn(process.execPath, args, {
    cwd: terminal.folder,
    env: { ...terminal.env, METES_PORT: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  child.stderr.on('data', (chunk: Buffer) => terminal.err(chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = new Promise<ReadyLine>((resolve, reject) => {
    let rest = '';
    child.once('error', reject);
    void ended.then(() => reject(new MetesError('METES_CLI_PROCESS_ENDED', { role })));
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const told = toldBy(line);
        // Whatever the system itself writes to its output is passed on, away from ours.
        if (!told) terminal.err(`${line}\n`);
        else if (told.event === 'ready') resolve(told);
        else if (told.event === 'progress') tell(told.text!);
        else if (told.error) tell(`${told.error.code}: ${told.error.message} ${told.error.hint}`);
      }
    });
  });
  ready.catch(() => undefined);
  return { role, child, ready, ended };
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
