import type { ErrorCode } from '../base/error-table.ts';
import { isMetesError } from '../base/errors.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { asTypedHere } from './command-here.ts';
import { paint, printable } from './paint.ts';
import type { Terminal } from './terminal.ts';

/** What can only be mended by typing something else. */
const wrongUsage = [
  'METES_CLI_USAGE',
  'METES_CLI_COMMAND_UNKNOWN',
  'METES_CLI_CONFIG_MISSING',
  'METES_CLI_CONTEXT_UNKNOWN',
  'METES_CLI_ROLE_UNKNOWN',
  'METES_CLI_FRESH_UNCONFIRMED',
  'METES_RUNTIME_PROJECTION_UNKNOWN',
  'METES_START_CONTEXT_UNKNOWN',
  'METES_START_ROLE_NAME',
] as const satisfies readonly ErrorCode[];

/** Prints what went wrong: code, what happened, what to do. The stack only with METES_LOG=debug. Gives the exit code. */
export function printFailure(error: unknown, terminal: Terminal, json: boolean): number {
  const { code, message: what, hint } = failureFacts(error, terminal);
  const exitCode = wrongUsage.some((each) => each === code) ? 2 : 1;
  if (json) {
    terminal.out(`${JSON.stringify({ error: { code, message: what, hint } })}\n`);
    return exitCode;
  }
  const { red, dim } = paint(terminal.colours);
  terminal.err(`${red(code)}: ${printable(what)}\n`);
  if (hint) terminal.err(`${printable(hint)}\n`);
  if (terminal.env['METES_LOG'] === 'debug') terminal.err(dim(`${stackOf(error)}\n`));
  return exitCode;
}

/** What went wrong, with the commands in it as they are typed here. */
export function failureFacts(
  error: unknown,
  { command }: Pick<Terminal, 'command'>,
): { readonly code: string; readonly message: string; readonly hint: string } {
  const { code, what, hint } = described(error);
  return { code, message: asTypedHere(what, command), hint: asTypedHere(hint, command).trimEnd() };
}

function described(error: unknown): { readonly code: string; readonly what: string; readonly hint: string } {
  if (isMetesError(error))
    return { code: error.code, what: error.message.slice(error.code.length + 2), hint: error.hint };
  if (error instanceof DomainRuleBroken) return { code: 'DOMAIN_RULE_BROKEN', what: error.message, hint: '' };
  const what = error instanceof Error ? error.message : String(error);
  return { code: 'UNEXPECTED', what, hint: 'Set METES_LOG=debug to see where it happened.' };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
