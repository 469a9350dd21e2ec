import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { MetesError } from '../base/errors.ts';
import type { Principal } from '../model/route.ts';

/** Gives the principal of a token, or undefined for a token that it does not know. */
export type Authenticate = (token: string) => Principal | undefined;

/** A token and whose it is. */
export interface BearerToken {
  readonly token: string;
  readonly principal: Principal;
}

/**
 * Authenticates by a fixed list of tokens. Tokens are kept and looked up as SHA-256 salted with a secret of this process,
 * so neither the lookup nor the comparison tells by its time how much of a guess was right.
 *
 * @throws METES_HTTP_TOKEN_SHAPE for tokens that are too short, cannot stand in a header, or are given twice.
 * @example
 * const authenticate = bearerTokens([{ token: 'dev-customer-1-5f0c2a', principal: { id: 'customer-1', roles: ['customer'] } }]);
 */
export function bearerTokens(tokens: readonly BearerToken[]): Authenticate {
  const secret = randomBytes(32).toString('hex');
  const digestOf = (token: string): Buffer => hash('sha256', secret + token, 'buffer');
  const known = new Map<string, { readonly digest: Buffer; readonly principal: Principal }>();
  for (const { token, principal } of tokens) {
    const refuse = (reason: string): never => {
      throw new MetesError('METES_HTTP_TOKEN_SHAPE', { principal: principal.id, reason });
    };
    if (!/^[A-Za-z0-9._~+/-]{16,512}=*$/.test(token)) refuse('it has the wrong length or characters');
    const digest = digestOf(token);
    const name = digest.toString('latin1');
    if (known.has(name)) refuse('another principal has the same one');
    known.set(name, { digest, principal });
  }
  return (token) => {
    const digest = digestOf(token);
    const found = known.get(digest.toString('latin1'));
    return found && timingSafeEqual(found.digest, digest) ? found.principal : undefined;
  };
}
