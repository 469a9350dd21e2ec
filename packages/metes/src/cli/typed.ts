import { parseArgs } from 'node:util';
import { MetesError } from '../base/errors.ts';
import type { CliCommand, Typed } from './command.ts';
import { closest } from './suggestion.ts';

/**
 * Reads what was typed after the name of a command, strictly.
 *
 * @throws METES_CLI_USAGE with a suggestion
 */
export function readTyped(command: CliCommand, args: readonly string[]): Typed {
  const known = [...command.options.map(({ name }) => name), 'help'];
  const options = Object.fromEntries([
    ...command.options.map(({ name, value }) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
    ['help', { type: 'boolean' as const, short: 'h' }],
  ]);
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words: string[] = [];
  const values = new Map<string, string | true>();
  const refuse = (
    reason: string,
    suggestion = `"metes help ${command.name}" shows what it takes.`,
  ): never => {
    throw new MetesError('METES_CLI_USAGE', { reason, suggestion });
  };
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!known.includes(name)) {
      const near = closest(name, known);
      refuse(
        `"metes ${command.name}" has no option ${rawName}.`,
        near && `Did you mean --${near}? "metes help ${command.name}" shows all options.`,
      );
    }
    if (values.has(name)) refuse(`The option ${rawName} was given twice.`);
    const takesValue = command.options.find((each) => each.name === name)?.value;
    if (takesValue === undefined && value !== undefined) refuse(`The option ${rawName} takes no value.`);
    if (
      takesValue !== undefined &&
      (value === undefined || value === '' || (!token.inlineValue && value.startsWith('-')))
    )
      refuse(`The option ${rawName} needs a value: ${rawName} <${takesValue}>.`);
    values.set(name, value ?? true);
  }
  if (!values.has('help')) checkWords(command, words, refuse);
  return { words, value: (name) => values.get(name) as string | undefined, has: (name) => values.has(name) };
}

function checkWords(
  command: CliCommand,
  words: readonly string[],
  refuse: (reason: string, suggestion?: string) => never,
): void {
  const [least, most] = command.takes ?? [0, 0];
  const kind = words[0];
  if (command.kinds && kind !== undefined && !command.kinds.includes(kind)) {
    const near = closest(kind, command.kinds);
    refuse(
      `"metes ${command.name}" has no command "${kind}".`,
      near ? `Did you mean "metes ${command.name} ${near}"?` : `Use one of: ${command.kinds.join(', ')}.`,
    );
  }
  if (words.length < least) refuse(`"metes ${command.name}" needs ${command.words}.`);
  if (words.length > most) refuse(`"metes ${command.name}" does not take "${words[most]}".`);
}
