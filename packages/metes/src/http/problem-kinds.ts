import type { ErrorCode } from '../base/error-table.ts';

/** How one kind of error is answered. */
export interface ProblemKind {
  readonly status: number;
  /** Says what kind of problem it is; the same for every occurrence. */
  readonly title: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
  /** Instead of the message of the error, where that names what is nobody's business outside. */
  readonly detail?: string;
}

const busy =
  'The system cannot take this on right now. Nothing was changed by this request, or its outcome is not known yet: repeat it with the same Idempotency-Key.';

/** The errors that clients get to see; any other one is answered with 500 and an id. */
export const problemKinds: Readonly<Partial<Record<ErrorCode, ProblemKind>>> = {
  METES_HTTP_NO_ROUTE: { status: 404, title: 'No such route' },
  METES_HTTP_NOT_FOUND: { status: 404, title: 'Not found' },
  METES_HTTP_METHOD: { status: 405, title: 'Method not allowed' },
  METES_HTTP_METHOD_UNKNOWN: { status: 400, title: 'Unknown method' },
  METES_HTTP_MALFORMED: { status: 400, title: 'Malformed request' },
  METES_HTTP_TARGET_TOO_LONG: { status: 414, title: 'Path or query too long' },
  METES_HTTP_HEADERS_TOO_LARGE: { status: 431, title: 'Headers too large' },
  METES_HTTP_TIMED_OUT: { status: 408, title: 'Request timed out' },
  METES_HTTP_EXPECTATION: { status: 417, title: 'Expectation failed' },
  METES_HTTP_MEDIA_TYPE: { status: 415, title: 'Unsupported media type' },
  METES_HTTP_ENCODING: { status: 415, title: 'Unsupported content encoding' },
  METES_HTTP_BODY_TOO_LARGE: { status: 413, title: 'Body too large' },
  METES_HTTP_BODY_UNEXPECTED: { status: 400, title: 'No body expected' },
  METES_HTTP_JSON_INVALID: { status: 400, title: 'Not JSON' },
  METES_HTTP_JSON_REFUSED: { status: 400, title: 'JSON refused' },
  METES_HTTP_INPUT_INVALID: { status: 400, title: 'Input not valid' },
  METES_HTTP_TOKEN_MISSING: { status: 401, title: 'Not authenticated' },
  METES_HTTP_TOKEN_UNKNOWN: { status: 401, title: 'Not authenticated' },
  METES_HTTP_FORBIDDEN: { status: 403, title: 'Not allowed' },
  METES_HTTP_KEY_MISSING: { status: 400, title: 'Idempotency-Key missing' },
  METES_HTTP_KEY_INVALID: { status: 400, title: 'Idempotency-Key not valid' },
  METES_HTTP_NOTIFICATION_REFUSED: { status: 400, title: 'Notification refused' },
  METES_HTTP_NOTIFICATION_UNREADABLE: { status: 422, title: 'Notification not understood' },
  METES_HTTP_NOT_READY: { status: 503, title: 'Not ready', retryAfter: 1 },
  METES_RUNTIME_NOT_FOUND: { status: 404, title: 'Not found' },
  METES_RUNTIME_ALREADY_EXISTS: { status: 409, title: 'Exists already' },
  METES_RUNTIME_KEY_IN_PROGRESS: { status: 409, title: 'Request in progress', retryAfter: 1 },
  METES_RUNTIME_KEY_REUSED: { status: 422, title: 'Idempotency-Key used for another request' },
  METES_RUNTIME_OVERLOADED: { status: 503, title: 'Overloaded', retryAfter: 1, detail: busy },
  METES_RUNTIME_STOPPING: { status: 503, title: 'Stopping', retryAfter: 2, detail: busy },
  METES_STORE_UNAVAILABLE: { status: 503, title: 'Store not available', retryAfter: 2, detail: busy },
  METES_STORE_CONFLICT: { status: 503, title: 'Too much contention', retryAfter: 1, detail: busy },
  METES_STORE_TOO_LARGE: { status: 413, title: 'Too large to be stored' },
};
