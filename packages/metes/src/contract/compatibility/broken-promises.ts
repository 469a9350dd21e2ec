import type { Break, CompatibilityMode, Direction, RetainedVersion } from './modes.ts';
import { breaksOf } from './modes.ts';

/** What a contract says of the compatibility of its versions. */
export interface PromiseOfVersions {
  readonly compatibility: CompatibilityMode;
  /** The versions that do not keep it, and why. */
  readonly breaking: ReadonlyMap<number, string>;
}

/** A version that does not keep what was promised, and how. */
export interface BrokenPromise extends Break {
  readonly version: number;
}

/** Which way versions do not fit, in words. */
export const whatBreaks: Readonly<Record<Direction, string>> = {
  BACKWARD: 'who reads the new version cannot read all of the old one',
  FORWARD: 'who reads the old version cannot read all of the new one',
};

/**
 * Every version that does not keep its compatibility against the versions before it. A version that says why it breaks
 * begins a new line: neither it nor later ones are held against what was before.
 *
 * @param versions all that are retained, in their order
 */
export function brokenPromises(
  { compatibility, breaking }: PromiseOfVersions,
  versions: readonly RetainedVersion[],
): readonly BrokenPromise[] {
  const found: BrokenPromise[] = [];
  let earlier: RetainedVersion[] = [];
  for (const { version, schema } of versions) {
    if (breaking.has(version)) earlier = [];
    found.push(...breaksOf(schema, earlier, compatibility).map((each) => ({ ...each, version })));
    earlier = [...earlier, { version, schema }];
  }
  return found;
}
