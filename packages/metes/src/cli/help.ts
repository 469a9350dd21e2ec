import { asTypedHere } from './command-here.ts';
import type { CliCommand } from './command.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

/** The help on everything. */
export function generalHelp(commands: readonly CliCommand[], { bold }: Paint, command: string): string {
  const text = `Metes runs a system of bounded contexts and looks after it.

${bold('Usage')}
  metes <command> [options]

${bold('Commands')}
${table(commands.map(({ name, summary }) => [name, summary]))}
${bold('To begin with')}
${table(
  [
    ['metes start', 'starts everything; Ctrl-C stops it, and the data stays'],
    ['metes status', 'in another terminal: how it is doing'],
    ['metes help <command>', 'what a command does, with examples'],
  ].map(([typed = '', about = '']) => [asTypedHere(typed, command), about]),
)}
${bold('Environment')}
${table(environment)}`;
  return asTypedHere(text, command);
}

/** What can be set from outside; every command reads what concerns it. */
const environment: readonly (readonly [string, string])[] = [
  ['METES_STATE', 'the state folder: database, addresses, tokens, pids (default: .metes)'],
  ['METES_PORT', 'the port to listen on; refused when it is taken'],
  ['METES_LOG', 'debug, info, warn (default), error or silent'],
  ['DATABASE_URL', "an administrator's URL of a PostgreSQL to use instead of the embedded one"],
  ['METES_ROLE_PREFIX', 'put before the names of database roles, for several systems on one server'],
  ['NO_COLOR', 'no colours'],
];

/** The help on one command. */
export function commandHelp(
  { name, words, options, explanation, examples }: CliCommand,
  { bold }: Paint,
  command: string,
): string {
  const usage = ['metes', name, words, options.length > 0 ? '[options]' : undefined]
    .filter((part) => part !== undefined)
    .join(' ');
  const rows = [
    ...options.map((each) => [
      `--${each.name}${each.value === undefined ? '' : ` <${each.value}>`}`,
      each.about,
    ]),
    ['--help', 'Show this'],
  ];
  const text = `${explanation}

${bold('Usage')}
  ${usage}

${bold('Options')}
${table(rows)}
${bold('Examples')}
${examples.map((each) => `  ${each}\n`).join('')}`;
  return asTypedHere(text, command);
}
