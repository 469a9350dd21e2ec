/**
 * SQLSTATEs after which the same statement may succeed, or may already have: nothing is wrong with it. 26000 comes when
 * something before a prepared statement failed with which it would have become known to the session.
 */
const passing = /^(08|26000|28|3D000|53|57P|40001|40P01|55P03|55006|57014|25P0[345]|58)/;

/** The SQLSTATE of an error of the server; undefined for errors of the way there. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' &&
    /^[0-9A-Z]{5}$/.test(code) &&
    typeof (error as { severity?: unknown }).severity === 'string'
    ? code
    : undefined;
}

/** True when the server was not reached, went away, or refused for reasons that pass: the outcome may be unknown. */
export function isPassing(error: unknown): boolean {
  const state = sqlState(error);
  // What the server did not refuse by an SQLSTATE is a matter of the connection: a socket error, a time-out, a shutdown.
  return state === undefined
    ? !(error instanceof TypeError || error instanceof RangeError)
    : passing.test(state);
}

/** Why, in words that name no secret. */
export function faultReason(error: unknown): string {
  const state = sqlState(error);
  const { message, code } = error as { message?: string; code?: string };
  const errors = (error as { errors?: readonly unknown[] }).errors;
  if (!message && errors?.[0]) return faultReason(errors[0]);
  return state ? `${message} (SQLSTATE ${state})` : message || code || String(error);
}
