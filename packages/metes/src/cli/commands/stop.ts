import { setTimeout as pause } from 'node:timers/promises';
import { MetesError } from '../../base/errors.ts';
import { startEnvironment } from '../../start/environment.ts';
import { checkRoleName, livingRoles, type RoleFacts } from '../../start/roles.ts';
import { isStateFolder, type StateFolder, stateFolderAt } from '../../start/state-folder.ts';
import { stopLeftDatabase } from '../../start/remove-state.ts';
import { type CliCommand, jsonOption, unreadConfigOption } from '../command.ts';
import { checkConfig } from '../config-file.ts';
import { duration } from '../numbers.ts';

/** `metes stop`: ends what runs. */
export const stopCommand: CliCommand = {
  name: 'stop',
  summary: 'stop the system from another terminal; its data stays',
  explanation: `Asks every process of the system to end, as Ctrl-C does: what is under way is finished, nothing is lost. The embedded
database ends with the last process, also one that a killed process left behind.`,
  options: [
    { name: 'role', value: 'name', about: 'Only the process with this role' },
    { name: 'timeout', value: 'time', about: 'How long to wait for the end (default: 20s)' },
    unreadConfigOption,
    jsonOption,
  ],
  examples: ['metes stop', 'metes stop --role ordering'],
  run: async (typed, terminal) => {
    const patienceMs = duration('timeout', typed.value('timeout') ?? '20s');
    const role = typed.value('role');
    if (role !== undefined) checkRoleName(role);
    await checkConfig(typed.value('config'), terminal);
    const { folder } = startEnvironment(terminal.env);
    const state = stateFolderAt(folder);
    if (!(await isStateFolder(state.path)))
      throw new MetesError('METES_CLI_NEVER_STARTED', { folder: state.path });
    const living = await livingRoles(state);
    const running = living.filter((each) => each.kind === 'process');
    const wanted = running.filter((each) => role === undefined || each.role === role);
    if (role !== undefined && wanted.length === 0 && running.length > 0) throw roleUnknown(role, living);
    for (const { pid } of wanted) signal(pid);
    const until = Date.now() + patienceMs;
    for (;;) {
      const left = (await processesOf(state, role)).find((each) =>
        wanted.some((one) => one.pid === each.pid),
      );
      if (!left) break;
      if (Date.now() > until)
        throw new MetesError('METES_CLI_STOP_FAILED', { role: left.role, pid: left.pid });
      await pause(50);
    }
    const database = await stopLeftDatabase(state);
    const stopped = wanted.map((each) => each.role);
    if (typed.has('json')) terminal.out(`${JSON.stringify({ stopped, database })}\n`);
    else if (stopped.length > 0) terminal.out(`Stopped ${stopped.join(', ')}. The data stays.\n`);
    else
      terminal.out(
        database
          ? 'Nothing was running but a database that a killed process had left behind; it is stopped. The data stays.\n'
          : 'Nothing is running.\n',
      );
    return 0;
  },
};

function roleUnknown(role: string, living: readonly RoleFacts[]): MetesError {
  const named = (kind: RoleFacts['kind']): string =>
    living.flatMap((each) => (each.kind === kind ? [each.role] : [])).join(', ');
  const beside = named('companion');
  return new MetesError('METES_CLI_ROLE_UNKNOWN', {
    role,
    running: named('process'),
    companions: beside === '' ? '' : `What runs beside them ends with them: ${beside}.`,
  });
}

async function processesOf(state: StateFolder, role: string | undefined): Promise<readonly RoleFacts[]> {
  return (await livingRoles(state)).filter(
    (each) => each.kind === 'process' && (role === undefined || each.role === role),
  );
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}
