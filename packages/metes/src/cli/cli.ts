import { MetesError } from '../base/errors.ts';
import type { CliCommand } from './command.ts';
import { aclCommand } from './commands/acl.ts';
import { checkCommand } from './commands/check.ts';
import { contractsCommand } from './commands/contracts.ts';
import { deadLettersCommand } from './commands/dead-letters.ts';
import { mapCommand } from './commands/map.ts';
import { grantsCommand } from './commands/grants.ts';
import { quiesceCommand } from './commands/quiesce.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { stopCommand } from './commands/stop.ts';
import { trafficCommand } from './commands/traffic.ts';
import { printFailure } from './failure.ts';
import { commandHelp, generalHelp } from './help.ts';
import { paint } from './paint.ts';
import { closest } from './suggestion.ts';
import type { Terminal } from './terminal.ts';
import { readTyped } from './typed.ts';
import { version } from './version.ts';

/** Every command, in the order in which the help lists them. */
export const commands: readonly CliCommand[] = [
  startCommand,
  statusCommand,
  trafficCommand,
  mapCommand,
  quiesceCommand,
  deadLettersCommand,
  rebuildCommand,
  grantsCommand,
  stopCommand,
  checkCommand,
  aclCommand,
  contractsCommand,
];

/** Carries out what was typed; never throws. The exit code: 0 done, 1 failed, 2 typed wrongly. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await carryOut(args, terminal);
  } catch (error) {
    return printFailure(error, terminal, args.includes('--json'));
  }
}

async function carryOut(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    terminal.out(generalHelp(commands, paint(terminal.colours), terminal.command));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    terminal.out(`${await version()}\n`);
    return 0;
  }
  if (name === 'help') {
    const about = rest[0];
    terminal.out(
      about === undefined
        ? generalHelp(commands, paint(terminal.colours), terminal.command)
        : commandHelp(commandOf(about), paint(terminal.colours), terminal.command),
    );
    return 0;
  }
  const command = commandOf(name);
  const typed = readTyped(command, rest);
  if (typed.has('help')) {
    terminal.out(commandHelp(command, paint(terminal.colours), terminal.command));
    return 0;
  }
  return command.run(typed, terminal);
}

function commandOf(name: string): CliCommand {
  const found = commands.find((each) => each.name === name);
  if (found) return found;
  const near = closest(name, [...commands.map((each) => each.name), 'help']);
  const suggestion = near
    ? `Did you mean "metes ${near}"?`
    : `Commands: ${commands.map((each) => each.name).join(', ')}, help.`;
  throw new MetesError('METES_CLI_COMMAND_UNKNOWN', { command: name, suggestion });
}
