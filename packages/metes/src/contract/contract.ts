import { MetesError } from '../base/errors.ts';
import { toJson, type Json } from '../base/json.ts';
import { describeIssues, type OutputOf, type Schema, validate } from '../base/schema.ts';

/** The schemas of a contract by version: `v1`, `v2`, ... without gaps. */
export type ContractVersions = { readonly v1: Schema } & { readonly [version: `v${number}`]: Schema };

/** The data of the highest version. */
export type Latest<V, Count extends 0[] = [0]> = `v${[...Count, 0]['length']}` extends keyof V
  ? Latest<V, [...Count, 0]>
  : `v${Count['length']}` extends keyof V
    ? V[`v${Count['length']}`] extends Schema
      ? OutputOf<V[`v${Count['length']}`]>
      : never
    : never;

/** A published event: the language that one context speaks to others, versioned. Its data is plain JSON. */
export interface Contract<Name extends string = string, Data = any> {
  readonly contract: Name;
  /** The context that owns it: what stands before the dot. */
  readonly context: string;
  /** The version that is published today. */
  readonly version: number;
  readonly schemas: ReadonlyMap<number, Schema>;
  /**
   * Validates data where it leaves and gives its JSON form; fields that the schema does not name stay inside.
   *
   * @throws METES_CONTRACT_INVALID
   */
  write(data: Data): Json;
  /**
   * Validates data of any version where it enters and lifts it to today's version.
   *
   * @throws METES_CONTRACT_INVALID, METES_CONTRACT_VERSION_UNKNOWN
   */
  read(version: number, data: unknown): Data;
  /** Only for types. */
  readonly '~data'?: Data;
}

const contractName = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

/**
 * Declares a contract: `<context>.<event-in-kebab-case>`, a schema for each version, and how each older version is
 * lifted to the next.
 *
 * @throws METES_CONTRACT_NAME, METES_CONTRACT_VERSION_GAP, METES_CONTRACT_UPCAST_MISSING
 * @example
 * export const orderPlaced = contract('ordering.order-placed', { v1: z.object({ orderId: z.string() }) });
 */
export function contract<const Name extends string, const V extends ContractVersions>(
  name: Name,
  declaration: V & { readonly upcast?: { readonly [version: `v${number}`]: (old: any) => unknown } },
): Contract<Name, Latest<V>> {
  if (!contractName.test(name)) throw new MetesError('METES_CONTRACT_NAME', { name });
  const { upcast = {}, ...versions } = declaration;
  const schemas = new Map<number, Schema>();
  for (let version = 1; `v${version}` in versions; version++) schemas.set(version, versions[`v${version}`]!);
  if (schemas.size !== Object.keys(versions).length)
    throw new MetesError('METES_CONTRACT_VERSION_GAP', { name });
  for (let version = 1; version < schemas.size; version++) {
    if (!upcast[`v${version}`]) throw new MetesError('METES_CONTRACT_UPCAST_MISSING', { name, version });
  }
  const current = schemas.size;

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
    contract: name,
    context: name.slice(0, name.indexOf('.')),
    version: current,
    schemas,
    // What the schema gives back leaves, so that a field it does not name stays inside.
    write: (data) => toJson(valid(current, toJson(data))),
    read: (version, data) => {
      if (!schemas.has(version))
        throw new MetesError('METES_CONTRACT_VERSION_UNKNOWN', { name, version, current });
      let lifted = valid(version, data);
      for (let at = version; at < current; at++) lifted = valid(at + 1, upcast[`v${at}`]!(lifted));
      return lifted as Latest<V>;
    },
  };
}
