import { MetesError } from '../base/errors.ts';
import { deepFreeze } from '../base/json.ts';
import { describeIssues, type Schema, validate } from '../base/schema.ts';
import { isPlain } from './plain-schema.ts';

/** How a form becomes that of a neighbouring version, by the version that it takes. */
export type Casts = { readonly [version: `v${number}`]: (form: any) => unknown };

/** The versions of a contract and the ways between them. */
export interface VersionChain {
  readonly current: number;
  /** True when the schema of a version is known to change nothing of what passes it. */
  isPlain(version: number): boolean;
  /** What the schema of a version makes of data, frozen. @throws METES_CONTRACT_INVALID */
  valid(version: number, data: unknown): unknown;
  /**
   * Valid data of one version in the form of another, validated after each step.
   *
   * @throws METES_CONTRACT_CAST_FAILED, METES_CONTRACT_INVALID
   */
  cast(from: number, to: number, data: unknown): unknown;
  /** Remembers that frozen data has passed the schema of a version, so that who reads this very object need not ask again. */
  vouch(version: number, data: unknown): void;
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
  /** What has passed a schema that changes nothing, by version. */
  const vouched = new Map(
    [...schemas].filter(([, schema]) => isPlain(schema)).map(([version]) => [version, new WeakSet<object>()]),
  );
  const casts = { upcast, downcast };
  const valid = (version: number, data: unknown): unknown => {
    if (typeof data === 'object' && data !== null && vouched.get(version)?.has(data)) return data;
    const result = validate(schemas.get(version)!, data, `${name} v${version}`);
    if ('issues' in result) {
      throw new MetesError('METES_CONTRACT_INVALID', {
        name,
        version,
        issues: describeIssues(result.issues),
      });
    }
    return deepFreeze(result.value);
  };
  const cast = (way: keyof typeof casts, version: number, form: unknown): unknown => {
    try {
      return casts[way][`v${version}`]!(form);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new MetesError('METES_CONTRACT_CAST_FAILED', { name, way, version, reason }, { cause });
    }
  };
  return {
    current: schemas.size,
    isPlain: (version) => vouched.has(version),
    valid,
    vouch: (version, data) => {
      if (typeof data === 'object' && data !== null) vouched.get(version)?.add(data);
    },
    cast: (from, to, data) => {
      let moved = data;
      for (let at = from; at < to; at++) moved = valid(at + 1, cast('upcast', at, moved));
      for (let at = from; at > to; at--) moved = valid(at - 1, cast('downcast', at, moved));
      return moved;
    },
    reaches: (from, to) => {
      if (!schemas.has(from) || !schemas.has(to)) return false;
      for (let at = from; at > to; at--) if (!downcast[`v${at}`]) return false;
      return true;
    },
  };
}
