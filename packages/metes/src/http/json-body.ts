import { isUtf8 } from 'node:buffer';
import { MetesError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import { refusedJson } from './json-scan.ts';
import type { HttpLimits } from './limits.ts';

/**
 * The JSON value of a body.
 *
 * @throws METES_HTTP_JSON_INVALID, METES_HTTP_JSON_REFUSED
 */
export function jsonBody(bytes: Buffer, limits: HttpLimits): Json {
  if (!isUtf8(bytes)) throw new MetesError('METES_HTTP_JSON_INVALID', { reason: 'it is not UTF-8' });
  const text = bytes.toString('utf8');
  const reason = refusedJson(text, limits);
  if (reason !== undefined) throw new MetesError('METES_HTTP_JSON_REFUSED', { reason });
  try {
    return JSON.parse(text) as Json;
  } catch {
    // The parser's own message quotes the body, which may hold what must not come back in an answer.
    throw new MetesError('METES_HTTP_JSON_INVALID', { reason: 'its syntax is broken' });
  }
}
