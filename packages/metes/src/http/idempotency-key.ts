import { MetesError } from '../base/errors.ts';

/** What a bare token may consist of: nothing that separates members or parameters of a structured field. */
const bareToken = /^[!#-+\-./0-9:<-[\]-~]+$/;
const longest = 255;

/**
 * The key in an `Idempotency-Key` header: a string of RFC 9651 in quotes, as the draft
 * draft-ietf-httpapi-idempotency-key-header wants it, or the bare token that most clients send.
 *
 * @throws METES_HTTP_KEY_INVALID
 * @example idempotencyKey('"8e03978e-40d5"') // '8e03978e-40d5'
 */
export function idempotencyKey(header: string): string {
  const text = header.trim();
  // Headers of one name arrive as one, with commas between them.
  if (/^(?:[^",]*|"(?:[^"\\]|\\.)*"\s*),/.test(text))
    throw new MetesError('METES_HTTP_KEY_INVALID', { reason: 'there are several, and a request has one' });
  const key = text.startsWith('"') ? quoted(text) : text;
  if (key === '') throw new MetesError('METES_HTTP_KEY_INVALID', { reason: 'it is empty' });
  if (key.length > longest)
    throw new MetesError('METES_HTTP_KEY_INVALID', { reason: `it is longer than ${longest} characters` });
  if (!text.startsWith('"') && !bareToken.test(key))
    throw new MetesError('METES_HTTP_KEY_INVALID', { reason: 'it has characters that need quotes' });
  return key;
}

function quoted(text: string): string {
  if (text.length > 2 * longest + 2)
    throw new MetesError('METES_HTTP_KEY_INVALID', { reason: `it is longer than ${longest} characters` });
  if (!/^"(?:[ !#-[\]-~]|\\["\\])*"$/.test(text))
    throw new MetesError('METES_HTTP_KEY_INVALID', {
      reason: 'it is no string of printable ASCII in quotes',
    });
  return text.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
}
