import { hash } from 'node:crypto';
import type { Json } from '../base/json.ts';
import { canonicalJson } from './canonical-json.ts';

/** What makes a request the same request as another. */
export interface RequestFacts {
  readonly route: string;
  readonly params: Json;
  readonly query: Json;
  readonly body: Json | undefined;
}

/** SHA-256 of what was asked; the order of fields and blanks make no difference. */
export function fingerprint({ route, params, query, body }: RequestFacts): string {
  return hash(
    'sha256',
    `${route}\n${canonicalJson([params, query])}\n${body === undefined ? '' : canonicalJson(body)}`,
    'base64url',
  );
}
