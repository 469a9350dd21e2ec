import { createHash } from 'node:crypto';
import { badParameter, ProviderRefusal } from './provider-refusal.ts';

/** Decoded parameters, flat, under their bracketed names: `metadata[orderId]`. */
export type Form = ReadonlyMap<string, string>;

const MAX_PARAMETERS = 200;

/** Decodes a form-encoded body or query string; 400 when it cannot be decoded. */
export function decodeForm(encoded: string): Form {
  const form = new Map<string, string>();
  if (encoded === '') return form;
  const pairs = encoded.split('&');
  if (pairs.length > MAX_PARAMETERS) throw badParameter('', `More than ${MAX_PARAMETERS} parameters`);
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodePart(equals === -1 ? pair : pair.slice(0, equals));
    if (!/^\w+(\[[^[\]]*\])*$/.test(name)) throw badParameter(name.slice(0, 80), 'Malformed parameter name');
    form.set(name, decodePart(equals === -1 ? '' : pair.slice(equals + 1)));
  }
  return form;
}

/** A digest that is the same for the same parameters in any order. */
export function fingerprint(method: string, path: string, form: Form): string {
  const hash = createHash('sha256').update(`${method} ${path}\n`);
  for (const [name, value] of [...form].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    hash.update(JSON.stringify([name, value]));
  }
  return hash.digest('base64url').slice(0, 27);
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw new ProviderRefusal(400, {
      type: 'invalid_request_error',
      message: `Malformed percent encoding near ${JSON.stringify(part.slice(0, 40))}`,
    });
  }
}
