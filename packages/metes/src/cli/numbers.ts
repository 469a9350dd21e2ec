import { milliseconds, type Duration } from '../base/duration.ts';
import { MetesError } from '../base/errors.ts';

/**
 * A whole number that was typed.
 *
 * @throws METES_CLI_USAGE
 */
export function wholeNumber(
  option: string,
  text: string | undefined,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d{1,16}$/.test(text) || number > most)
    throw new MetesError('METES_CLI_USAGE', {
      reason: `--${option} ${text} is not a whole number from 0 to ${most}.`,
      suggestion: `Give a number, such as --${option} 42.`,
    });
  return number;
}

/**
 * A length of time that was typed, in milliseconds.
 *
 * @throws METES_CLI_USAGE
 */
export function duration(option: string, text: string): number {
  try {
    return milliseconds(text as Duration);
  } catch {
    throw new MetesError('METES_CLI_USAGE', {
      reason: `--${option} ${text} is not a length of time.`,
      suggestion: `Write it like --${option} 500ms, --${option} 30s or --${option} 2m.`,
    });
  }
}
