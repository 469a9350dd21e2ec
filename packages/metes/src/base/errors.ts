import { errorTable, type ErrorCode } from './error-table.ts';

/** Values that an error names: what was given, where, how much. They are printed, so never put secrets here. */
export type ErrorValues = Readonly<Record<string, unknown>>;

/** Where the reference page of every code lives; each code is a heading of that page. */
const referencePage = 'docs/reference/errors.md';

/**
 * The one error of the toolkit: a code of the error table, the offending values, a hint that says what to do.
 * Infrastructure faults and programming mistakes are `MetesError`s; refusals in the words of the domain are
 * `DomainRuleBroken`, which shares no base with it.
 *
 * @example
 * throw new MetesError('METES_DURATION_INVALID', { text: '5 parsecs' });
 */
export class MetesError extends Error {
  override readonly name = 'MetesError';
  readonly code: ErrorCode;
  readonly values: ErrorValues;
  /** What to type or change. */
  readonly hint: string;
  /** Where the documentation of this code is. */
  readonly docs: string;

  constructor(code: ErrorCode, values: ErrorValues = {}, options: { cause?: unknown } = {}) {
    const entry = errorTable[code];
    super(
      `${code}: ${fill(entry.message, values)}`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.code = code;
    this.values = values;
    this.hint = fill(entry.hint, values);
    this.docs = `${referencePage}#${code.toLowerCase()}`;
  }

  toJSON(): { code: string; message: string; hint: string; docs: string; values: ErrorValues } {
    return { code: this.code, message: this.message, hint: this.hint, docs: this.docs, values: this.values };
  }
}

/** True when `error` is a `MetesError`, and of that code when one is given. */
export function isMetesError(error: unknown, code?: ErrorCode): error is MetesError {
  return error instanceof MetesError && (code === undefined || error.code === code);
}

function fill(template: string, values: ErrorValues): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? show(values[name]) : whole,
  );
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.message;
  if (typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A big integer or a circle inside: an error about a value must not fail on that value.
    return Object.prototype.toString.call(value);
  }
}
