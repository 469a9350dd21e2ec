import { MetesError } from '../base/errors.ts';
import type { HttpLimits } from './limits.ts';

/** What a request asks for. */
export interface RequestTarget {
  /** As it was sent, without the query. */
  readonly path: string;
  /** The decoded segments of the path; a slash at its end makes no difference. */
  readonly segments: readonly string[];
  /** As it was sent, without the question mark; empty without one. */
  readonly query: string;
}

/**
 * Takes the target of a request line apart.
 *
 * @throws METES_HTTP_MALFORMED, METES_HTTP_TARGET_TOO_LONG
 */
export function requestTarget(url: string, limits: HttpLimits): RequestTarget {
  const question = url.indexOf('?');
  let path = question === -1 ? url : url.slice(0, question);
  const query = question === -1 ? '' : url.slice(question + 1);
  if (!path.startsWith('/')) {
    // Clients of proxies send the whole address; RFC 9112 asks every server to take it.
    const rest = /^https?:\/\/[^/?#]+(\/.*|)$/i.exec(path);
    if (!rest)
      throw new MetesError('METES_HTTP_MALFORMED', { reason: 'the target is neither a path nor an address' });
    path = rest[1] || '/';
  }
  if (path.length > limits.pathLength)
    throw new MetesError('METES_HTTP_TARGET_TOO_LONG', { part: 'path', most: limits.pathLength });
  if (query.length > limits.queryLength)
    throw new MetesError('METES_HTTP_TARGET_TOO_LONG', { part: 'query', most: limits.queryLength });
  if (!/^[!"$-~]*$/.test(path))
    throw new MetesError('METES_HTTP_MALFORMED', {
      reason: 'the path has characters that must be percent-encoded',
    });
  const end = path.length > 1 && path.endsWith('/') ? path.length - 1 : path.length;
  const segments = path === '/' ? [] : path.slice(1, end).split('/');
  if (path.includes('%'))
    for (const [index, segment] of segments.entries()) segments[index] = decoded(segment, 'path');
  return { path, segments, query };
}

/**
 * Percent-decoded UTF-8 text.
 *
 * @throws METES_HTTP_MALFORMED for broken escapes, bytes that are no UTF-8, and U+0000.
 */
export function decoded(text: string, part: 'path' | 'query'): string {
  let plain: string;
  try {
    plain = decodeURIComponent(text);
  } catch {
    throw new MetesError('METES_HTTP_MALFORMED', { reason: `the ${part} is not percent-encoded UTF-8` });
  }
  if (plain.includes('\0'))
    throw new MetesError('METES_HTTP_MALFORMED', { reason: `the ${part} contains U+0000` });
  return plain;
}
