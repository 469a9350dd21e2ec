import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { MetesError } from '../base/errors.ts';
import type { Exchange } from './exchange.ts';
import type { HttpLimits } from './limits.ts';
import { problemAnswer } from './problem.ts';

/** What node:http tells of bytes that it could not take. */
export type ParserError = Error & {
  readonly code?: string;
  readonly rawPacket?: Buffer;
};

/**
 * Answers what the parser of node:http refuses before there is a request: too large headers, broken syntax, requests
 * that never arrive completely. A connection with a complete request on its way is cut instead: an answer now would
 * pass for the answer to that request, whose effect may still come.
 *
 * @param current the last request of the connection
 */
export function answerClientError(
  error: ParserError,
  socket: Duplex,
  current: Exchange | undefined,
  id: string,
  limits: HttpLimits,
): void {
  const unanswered = current !== undefined && !current.res.writableFinished;
  if (
    !socket.writable ||
    error.code === 'ECONNRESET' ||
    (unanswered && (current.req.complete || current.res.headersSent))
  ) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = problemAnswer(refusal(error, limits), id);
  const fields = {
    ...headers,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': id,
    connection: 'close',
  };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${body}`, () =>
    socket.destroy(),
  );
}

function refusal({ code, rawPacket }: ParserError, limits: HttpLimits): MetesError {
  if (code === 'HPE_INVALID_METHOD' && rawPacket) {
    const method = methodIn(rawPacket);
    if (method !== undefined) return new MetesError('METES_HTTP_METHOD_UNKNOWN', { method });
  }
  if (code === 'HPE_HEADER_OVERFLOW')
    return new MetesError('METES_HTTP_HEADERS_TOO_LARGE', { most: limits.headerBytes });
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new MetesError('METES_HTTP_TIMED_OUT');
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW')
    return new MetesError('METES_HTTP_BODY_TOO_LARGE', { most: limits.bodyBytes });
  return new MetesError('METES_HTTP_MALFORMED', { reason: 'it is not HTTP/1.1' });
}

/** The method of a request line of HTTP/1; undefined when the bytes begin with something else. */
function methodIn(packet: Buffer): string | undefined {
  const line = packet.subarray(0, 2_048).toString('latin1');
  return /^(?:\r?\n)*([!#$%&'*+.^_`|~\w-]{1,40}) +[^\s]+ +HTTP\/1\.[01]\r?\n/.exec(line)?.[1];
}
