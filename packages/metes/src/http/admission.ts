import { MetesError } from '../base/errors.ts';
import type { Access, Principal } from '../model/route.ts';
import type { Authenticate } from './bearer-tokens.ts';

/** Nobody in particular, on public routes. */
export const anonymous: Principal = { id: '', roles: [] };

/**
 * Who sends a request, once it is clear that this principal may use the route.
 *
 * @param realm what the token is for, told to clients that have none
 * @throws METES_HTTP_TOKEN_MISSING, METES_HTTP_TOKEN_UNKNOWN, METES_HTTP_FORBIDDEN
 */
export function admit(
  access: Access,
  authorization: string | undefined,
  authenticate: Authenticate,
  realm: string,
): Principal {
  const token =
    authorization === undefined ? undefined : /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1];
  const principal = token === undefined ? undefined : authenticate(token);
  if (access === 'public') return principal ?? anonymous;
  const challenge = `Bearer realm="${realm.replaceAll(/[^ !#-[\]-~]/g, '')}"`;
  if (token === undefined) throw new MetesError('METES_HTTP_TOKEN_MISSING', { challenge });
  if (!principal)
    throw new MetesError('METES_HTTP_TOKEN_UNKNOWN', { challenge: `${challenge}, error="invalid_token"` });
  if (!access.some((role) => principal.roles.includes(role)))
    throw new MetesError('METES_HTTP_FORBIDDEN', { roles: access.join(', ') });
  return principal;
}

/**
 * The principal against which the owner of an aggregate is checked: customers and unknown people are, staff are not.
 * Whoever has no role besides `customer` is a customer, so that a missing role never opens a door.
 */
export function ownerOf(principal: Principal): Principal | undefined {
  return principal.roles.every((role) => role === 'customer') ? principal : undefined;
}
