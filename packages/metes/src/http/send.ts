import type { SavedAnswer } from '../runtime/ports/batch.ts';
import { type Exchange, hasBody } from './exchange.ts';
import type { HttpLimits } from './limits.ts';

/** How an answer leaves. */
export interface Sending {
  readonly limits: HttpLimits;
  /** True once the server stops: every answer then closes its connection. */
  readonly closing: boolean;
  /** The answer was given before and is given again. */
  readonly replayed?: boolean;
}

/** Sends an answer. A client that is still sending a large body gets a moment to read it before the connection closes. */
export function send(
  { req, res, id, correlation, traceparent }: Exchange,
  answer: SavedAnswer,
  { limits, closing, replayed }: Sending,
): void {
  if (res.headersSent || res.destroyed) return;
  const { status, headers, body } = answer;
  const fields: (string | number)[] = [];
  for (const name in headers) fields.push(name, headers[name]!);
  if (status !== 204 && status !== 304) fields.push('content-length', Buffer.byteLength(body));
  if (headers['cache-control'] === undefined) fields.push('cache-control', 'no-store');
  fields.push('x-content-type-options', 'nosniff', 'x-request-id', id, 'x-correlation-id', correlation);
  if (traceparent !== undefined) fields.push('traceparent', traceparent);
  if (replayed) fields.push('idempotency-replayed', 'true');
  const lingers = !req.complete && isLarge(req.headers, limits.bodyBytes);
  // A client that waits for "100 Continue" may or may not send its body now: nobody can tell what comes next.
  if (closing || lingers || (!req.complete && req.headers.expect !== undefined)) {
    res.shouldKeepAlive = false;
    fields.push('connection', 'close');
  }
  res.writeHead(status, fields as unknown as string[]);
  if (lingers && hasBody(req)) linger({ req, res }, body, limits);
  else res.end(body);
}

function isLarge(headers: Exchange['req']['headers'], most: number): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > most;
}

/**
 * Closing a socket that has unread input resets it, and the client may never see the answer. So the answer goes out
 * first, and what still comes in is thrown away for a short time.
 */
function linger({ req, res }: Pick<Exchange, 'req' | 'res'>, body: string, limits: HttpLimits): void {
  let left = 4 * limits.bodyBytes;
  const finish = (): void => {
    clearTimeout(timer);
    req.off('data', drop).off('end', finish);
    if (!res.writableEnded) res.end();
  };
  const drop = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left < 0) finish();
  };
  const timer = setTimeout(finish, limits.lingerMs);
  res.once('close', finish);
  res.write(body);
  req.on('data', drop).on('end', finish).resume();
}
