import type { ErrorCode } from '../base/error-table.ts';
import { MetesError, type ErrorValues } from '../base/errors.ts';

/** How bad a finding is: an error fails the check, a warning wants to be looked at, a note is only told. */
export type Severity = 'error' | 'warning' | 'note';

/** Where a finding is. */
export interface Where {
  /** The context that it is about. */
  readonly context?: string | undefined;
  /** Path from the folder in which the check runs, with forward slashes. */
  readonly file?: string | undefined;
  /** Counted from 1. */
  readonly line?: number | undefined;
  /** Counted from 1. */
  readonly column?: number | undefined;
}

/** Something that does not hold: a code of the error table, what happened, what to write. */
export interface Finding {
  readonly code: ErrorCode;
  readonly severity: Severity;
  /** Without the code. */
  readonly message: string;
  /** The line to write, or what else to do. */
  readonly hint: string;
  readonly where: Where;
}

/** Makes a finding from the error table, an error when nothing else is said. */
export function finding(
  code: ErrorCode,
  values: ErrorValues,
  where: Where = {},
  severity: Severity = 'error',
): Finding {
  return findingOf(new MetesError(code, values), where, severity);
}

/** The finding that a thrown error amounts to. */
export function findingOf(error: MetesError, where: Where = {}, severity: Severity = 'error'): Finding {
  const { code, hint } = error;
  return { code, severity, message: error.message.slice(code.length + 2), hint, where };
}
