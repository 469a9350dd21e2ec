import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request on its way to its answer. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The id of the request, a UUIDv7. */
  readonly id: string;
  /** Shared by all that follows from the request. */
  readonly correlation: string;
  readonly traceparent: string | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** True when the request announces a body. */
export function hasBody(req: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': transfer } = req.headers;
  return transfer !== undefined || (length !== undefined && length !== '0');
}
