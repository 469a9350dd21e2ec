import type { SystemDefinition } from '../start/define-system.ts';
import { embedded } from '../start/embedded-stores.ts';
import type { StartEnvironment } from '../start/environment.ts';
import { silentJournal } from '../start/line-journal.ts';
import { preferredPort } from '../start/preferred-port.ts';
import { claimRole } from '../start/roles.ts';
import { openStateFolder } from '../start/state-folder.ts';
import { systemClock } from '../start/system-clock.ts';
import { systemRandom } from '../start/system-random.ts';
import { systemTimers } from '../start/system-timers.ts';
import { asWord, commandElsewhere } from './command-here.ts';
import { type Part, startPart } from './part.ts';
import type { StartReport } from './start-report.ts';
import type { StopSignals } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

/** What a split start works with. */
interface SplitSetting {
  readonly environment: StartEnvironment;
  /** The file that `--config` named, as it was typed. */
  readonly config: string | undefined;
  /** The port that the first context with routes must have, the next ones theirs after it; 0 takes free ones. */
  readonly port: number | undefined;
  readonly terminal: Terminal;
  readonly report: StartReport;
  readonly signals: StopSignals;
}

/**
 * Runs every context in a process of its own, each with its pid file, and itself as the role `split`, which starts the
 * database first and stops it last. A process that ends on its own is reported; the others go on.
 *
 * @throws METES_CLI_PROCESS_ENDED when one ends before it is ready, METES_CLI_PROCESS_FAILED when one cannot be made, and what starting the database throws
 */
export async function runSplit(
  definition: SystemDefinition,
  file: string,
  { environment, config, port, terminal, report, signals }: SplitSetting,
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
    const { map } = definition;
    for (const context of map.contexts) {
      const { name } = context;
      const wanted = port === undefined ? [] : ['--port', String(preferredPort(map, [context], port))];
      const start = ['start', '--config', file, '--only', name, '--role', name, '--json', ...wanted];
      const part = startPart(name, {
        args: [...process.execArgv, process.argv[1]!, ...start],
        folder: terminal.folder,
        env: { ...terminal.env, METES_PORT: '' },
        again: [
          commandElsewhere(terminal),
          'start',
          ...(config === undefined ? [] : ['--config', asWord(config)]),
          '--only',
          name,
          ...wanted,
        ].join(' '),
        tell: (text) => report.progress(`${name}: ${text}`),
        pass: (text) => terminal.err(text),
      });
      parts.push(part);
    }
    const told = await Promise.race([Promise.all(parts.map((each) => each.ready)), signals.first]);
    for (const { role, again, ended } of parts)
      void ended.then(() => stopping || report.progress(`${role} has ended; start it again with: ${again}`));
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
