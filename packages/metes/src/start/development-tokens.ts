import { randomBytes } from 'node:crypto';
import type { BearerToken } from '../http/bearer-tokens.ts';
import type { Principal } from '../model/route.ts';
import { tokensFile } from './state-files.ts';
import type { StateFolder } from './state-folder.ts';

/** A token for each principal: the one that the state folder keeps, or a new random one that it keeps from now on. */
export async function developmentTokens(
  state: StateFolder,
  principals: readonly Principal[],
): Promise<readonly BearerToken[]> {
  if (principals.length === 0) return [];
  return state.alone(async () => {
    const kept = (await tokensFile.read(state))?.tokens ?? [];
    const tokens = principals.map(({ id, roles }) => ({
      token:
        kept.find((each) => each.principal.id === id)?.token ??
        `dev_${randomBytes(18).toString('base64url')}`,
      principal: { id, roles: [...roles] },
    }));
    if (JSON.stringify(tokens) !== JSON.stringify(kept)) await tokensFile.write(state, { tokens });
    return tokens;
  });
}
