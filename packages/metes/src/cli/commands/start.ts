import { MetesError } from '../../base/errors.ts';
import { contextsHere } from '../../start/contexts-here.ts';
import { startEnvironment, type StartEnvironment } from '../../start/environment.ts';
import { removeState } from '../../start/remove-state.ts';
import { checkRoleName } from '../../start/roles.ts';
import { runSystem } from '../../start/run-system.ts';
import { isStateFolder, stateFolderAt } from '../../start/state-folder.ts';
import { type CliCommand, configOption, jsonOption } from '../command.ts';
import { loadSystem } from '../config-file.ts';
import { wholeNumber } from '../numbers.ts';
import { startReport } from '../start-report.ts';
import { runSplit } from '../split.ts';
import { stopSignals } from '../stop-signals.ts';
import type { Terminal } from '../terminal.ts';

/** `metes start`: runs a system until it is told to stop. */
export const startCommand: CliCommand = {
  name: 'start',
  summary: 'start the system and keep it running until Ctrl-C',
  explanation: `Starts the system that metes.config.ts declares: a PostgreSQL of its own, the contexts, their HTTP API and whatever runs
beside them. Ctrl-C finishes what is under way and stops everything; the data stays, and the next start goes on with it.
Press Ctrl-C twice to stop at once; nothing that was acknowledged is lost then either.

By default everything runs in one process. --split runs one process per context; --only runs some contexts in this
process, so that you can start the others elsewhere over the same database.`,
  options: [
    { name: 'fresh', about: 'Delete all data of this system first (its state folder, nothing else)' },
    {
      name: 'yes',
      about: '--fresh: delete without asking; needed where nobody can be asked, such as in scripts',
    },
    configOption,
    { name: 'only', value: 'contexts', about: 'Run these contexts only, separated by commas' },
    {
      name: 'role',
      value: 'name',
      about: 'What this process is called (default: main, or the names of its contexts)',
    },
    { name: 'split', about: 'Run one process per context, all of them started and stopped from here' },
    {
      name: 'port',
      value: 'number',
      about: 'The port to listen on, with --split that of the first process; 0 takes a free one',
    },
    jsonOption,
  ],
  examples: [
    'metes start',
    'metes start --fresh',
    'metes start --port 9000',
    'metes start --only ordering,inventory --role back',
    'metes start --split',
  ],
  run: async (typed, terminal) => {
    const started = Date.now();
    const signals = stopSignals();
    try {
      const environment = startEnvironment(terminal.env);
      const port = wholeNumber('port', typed.value('port'), 65_535);
      const only = typed
        .value('only')
        ?.split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
      const role = typed.value('role');
      if (typed.has('split') && (only || role !== undefined)) {
        throw new MetesError('METES_CLI_USAGE', {
          reason: '--split does not go with --only or --role.',
          suggestion: 'It starts every context in a process of its own, under the name of the context.',
        });
      }
      const { file, definition } = await loadSystem(typed.value('config'), terminal, 'start');
      // What cannot be started must not delete anything first.
      contextsHere(definition.map, only);
      if (role !== undefined) checkRoleName(role);
      const report = startReport(terminal, typed.has('json'), started);
      if (typed.has('fresh'))
        await deleteAll(environment, terminal, {
          confirmed: typed.has('yes'),
          json: typed.has('json'),
          tell: report.progress,
        });
      if (typed.has('split'))
        return await runSplit(definition, file, {
          environment,
          config: typed.value('config'),
          port: port ?? environment.port,
          terminal,
          report,
          signals,
        });
      const running = await runSystem(definition, {
        environment,
        env: terminal.env,
        only,
        role,
        port,
        onProgress: report.progress,
        writeLine: (line) => terminal.err(line),
      });
      if (!signals.told) report.ready(definition, running);
      await signals.first;
      report.stopping();
      await signals.orAtOnce(running.stop());
      report.stopped();
      return 0;
    } finally {
      signals.end();
    }
  },
};

async function deleteAll(
  { folder, databaseUrl }: StartEnvironment,
  terminal: Terminal,
  { confirmed, json, tell }: { confirmed: boolean; json: boolean; tell: (text: string) => void },
): Promise<void> {
  if (databaseUrl) throw new MetesError('METES_CLI_FRESH_ELSEWHERE');
  const { path } = stateFolderAt(folder);
  if (!confirmed && (json || !terminal.interactive))
    throw new MetesError('METES_CLI_FRESH_UNCONFIRMED', { folder: path });
  if (!confirmed && (await isStateFolder(path))) {
    const answer = await terminal.ask(`Delete all data of this system in ${path}? Type "yes": `);
    if (!['y', 'yes'].includes(answer.trim().toLowerCase())) throw new MetesError('METES_CLI_NOT_CONFIRMED');
  }
  if (await removeState(folder)) tell(`deleted all data in ${path}`);
}
