import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { MetesError } from '../base/errors.ts';
import type { Exchange } from './exchange.ts';
import type { HttpLimits } from './limits.ts';
import { problemAnswer } from './problem.ts';

/**
 * Answers what the parser of node:http refuses before there is a request: too large headers, broken syntax, requests
 * that never arrive completely. A connection with a complete request on its way is cut instead: an answer now would
 * pass for the answer to that request, whose effect may still come.
 *
 * @param current the last request of the connection
 */
export function answerClientError(
  error: Error & { code?: string },
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
  const { status, headers, body } = problemAnswer(refusal(error.code ?? '', limits), id);
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

function refusal(code: string, limits: HttpLimits): MetesError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new MetesError('METES_HTTP_HEADERS_TOO_LARGE', { most: limits.headerBytes });
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new MetesError('METES_HTTP_TIMED_OUT');
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW')
    return new MetesError('METES_HTTP_BODY_TOO_LARGE', { most: limits.bodyBytes });
  return new MetesError('METES_HTTP_MALFORMED', { reason: 'it is not HTTP/1.1' });
}
