import { MetesError } from '../base/errors.ts';
import { describeIssues, type Schema, validate } from '../base/schema.ts';

/** How a form becomes that of a neighbouring version, by the version that it takes. */
export type Casts = { readonly [version: `v${number}`]: (form: any) => unknown };

/** The versions of a contract and the ways between them. */
export interface VersionChain {
  readonly current: number;
  /** What the schema of a version makes of data. @throws METES_CONTRACT_INVALID */
  valid(version: number, data: unknown): unknown;
  /** Valid data of one version in the form of another, validated after each step. @throws METES_CONTRACT_INVALID */
  cast(from: number, to: number, data: unknown): unknown;
  /** Whether there is a way from one version to another. */
  reaches(from: number, to: number): boolean;
}

/** Puts the versions of a contract in a chain. */
export function versionChain(
  name: string,
  schemas: ReadonlyMap<number, Schema>,
  upcast: Casts,
  downcast: Casts,
): VersionChain {
  const valid = (version: number, data: unknown): unknown => {
    const result = validate(schemas.get(version)!, data, `${name} v${version}`);
    if ('issues' in result) {
      throw new MetesError('METES_CONTRACT_INVALID', {
        name,
        version,
        issues: describeIssues(result.issues),
      });
    }
    return result.value;
  };
  return {
    current: schemas.size,
    valid,
    cast: (from, to, data) => {
      let moved = data;
      for (let at = from; at < to; at++) moved = valid(at + 1, upcast[`v${at}`]!(moved));
      for (let at = from; at > to; at--) moved = valid(at - 1, downcast[`v${at}`]!(moved));
      return moved;
    },
    reaches: (from, to) => {
      if (!schemas.has(from) || !schemas.has(to)) return false;
      for (let at = from; at > to; at--) if (!downcast[`v${at}`]) return false;
      return true;
    },
  };
}
