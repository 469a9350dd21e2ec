import type { ErrorCode } from '../base/error-table.ts';
import type { ErrorValues, MetesError } from '../base/errors.ts';
import { finding as worded, type Finding as MapFinding } from '../base/finding.ts';

/** How much a finding weighs: an error fails the check, a warning wants to be looked at, a note is only told. */
export type Severity = MapFinding['severity'] | 'note';

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
export interface Finding extends Omit<MapFinding, 'severity' | 'where'> {
  readonly severity: Severity;
  readonly where: Where;
}

/** Makes a finding from the error table, an error when nothing else is said. */
export function finding(
  code: ErrorCode,
  values: ErrorValues,
  where: Where = {},
  severity: Severity = 'error',
): Finding {
  return { ...worded(code, 'error', values), severity, where };
}

/** The finding that a thrown error amounts to. */
export function findingOf({ code, values }: MetesError, where: Where = {}): Finding {
  return finding(code, values, where);
}
