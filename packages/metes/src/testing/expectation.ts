import { MetesError } from '../base/errors.ts';

/** Fails a test in a way that test runners show as a difference. */
export function unexpected(
  subject: string,
  difference: string,
  expected: unknown,
  actual: unknown,
  cause?: unknown,
): never {
  const error = new MetesError('METES_TESTING_EXPECTATION', { subject, difference }, { cause });
  throw Object.assign(error, { expected, actual, showDiff: true });
}
