import type { ErrorCode } from './error-table.ts';
import { MetesError, type ErrorValues } from './errors.ts';

/** How much a finding weighs: an `error` stops the build and the start, a `warning` is told. */
export type Severity = 'error' | 'warning';

/** Where a finding is: a place in a file (lines and columns from 1), or a part of the map. */
export type Whereabouts =
  | { readonly file: string; readonly line: number; readonly column: number }
  | { readonly context: string };

/** What a check has found. `message` and `hint` come from the error table; the hint is what to write instead. */
export interface Finding {
  readonly code: ErrorCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
  readonly where?: Whereabouts;
}

/**
 * Words a finding from the error table.
 *
 * @example
 * finding('METES_MODEL_SELF_RELATION', 'error', { map: 'shop', context: 'cart' }, { context: 'cart' });
 */
export function finding(
  code: ErrorCode,
  severity: Severity,
  values: ErrorValues,
  where?: Whereabouts,
): Finding {
  const error = new MetesError(code, values);
  const message = error.message.slice(`${code}: `.length);
  return { code, severity, message, hint: error.hint, ...(where && { where }) };
}
