import { MetesError } from '../base/errors.ts';
import { type CompatibilityMode, compatibilityModes } from './compatibility/modes.ts';

/** What a contract promises about its versions. */
export interface CompatibilityPromise {
  readonly compatibility: CompatibilityMode;
  readonly breaking: ReadonlyMap<number, string>;
}

/** What is promised when nothing is said: whoever reads today's version can read every version that was ever written. */
export const usualCompatibility: CompatibilityMode = 'BACKWARD_TRANSITIVE';

/**
 * Reads what a contract says about the compatibility of its versions.
 *
 * @throws METES_CONTRACT_COMPATIBILITY for a mode that does not exist, for a reason without words or of no later version
 */
export function readPromise(
  name: string,
  current: number,
  compatibility: CompatibilityMode = usualCompatibility,
  breaking: { readonly [version: `v${number}`]: string } = {},
): CompatibilityPromise {
  const refuse = (reason: string): never => {
    throw new MetesError('METES_CONTRACT_COMPATIBILITY', { name, reason });
  };
  if (!compatibilityModes.includes(compatibility)) refuse(`there is no mode "${compatibility}"`);
  const reasons = new Map<number, string>();
  for (const [key, why] of Object.entries(breaking)) {
    const version = /^v[1-9]\d*$/.test(key) ? Number(key.slice(1)) : Number.NaN;
    if (!(version > 1 && version <= current))
      refuse(`${key} is no later version of it that could break anything`);
    if (typeof why !== 'string' || why.trim() === '') refuse(`the reason why ${key} breaks has no words`);
    reasons.set(version, why);
  }
  return { compatibility, breaking: reasons };
}
