import { mustFit } from '../base/argument.ts';
import { MetesError } from '../base/errors.ts';
import { deepFreeze, toJson, type Json } from '../base/json.ts';
import { textSuchAs } from '../base/kinds.ts';
import type { OutputOf, Schema } from '../base/schema.ts';
import type { CompatibilityMode } from './compatibility/modes.ts';
import { declarationKind } from './declaration-kind.ts';
import { readPromise } from './promise.ts';
import { readSunsets, type Sunset, type SunsetDeclaration } from './sunset.ts';
import { type Casts, type VersionChain, versionChain } from './version-chain.ts';

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
  /** The latest version; it goes out today. */
  readonly version: number;
  /** The version whose form `read` gives: the latest, or that of `orderPlaced.v1`. */
  readonly reads: number;
  /** The contract itself, when this is one of its versions. */
  readonly whole: Contract;
  readonly schemas: ReadonlyMap<number, Schema>;
  /** The older versions that go out beside the latest, the newest first, and until when. */
  readonly sunsets: ReadonlyMap<number, Sunset>;
  /** What a new version must keep of those before it. */
  readonly compatibility: CompatibilityMode;
  /** The versions that do not keep it, on purpose, and why. */
  readonly breaking: ReadonlyMap<number, string>;
  /**
   * Validates data where it leaves and gives its JSON form, frozen; fields that the schema does not name stay inside.
   *
   * @throws METES_CONTRACT_INVALID
   */
  write(data: Data): Json;
  /**
   * All forms that go out together for data of the latest version: the latest, then the older ones that have a sunset.
   *
   * @throws METES_CONTRACT_CAST_FAILED, METES_CONTRACT_INVALID
   */
  writeAll(data: Data): readonly { readonly version: number; readonly data: Json }[];
  /** Whether `read` can make its form of data of this version. */
  canRead(version: number): boolean;
  /**
   * Validates data of any version where it enters and gives it the form of the version that is read, frozen. What this
   * very contract let out in this process (`writeAll`) is known to be valid, if its schema transforms nothing.
   *
   * @throws METES_CONTRACT_CAST_FAILED, METES_CONTRACT_INVALID, METES_CONTRACT_VERSION_UNKNOWN
   */
  read(version: number, data: unknown): Data;
  /** Only for types. */
  readonly '~data'?: Data;
}

/** The versions of a contract, each to be read as it is: `policy('...', { when: orderPlaced.v1, ... })`. */
export type ReadableVersions<Name extends string, V> = {
  readonly [Version in keyof V & `v${number}`]: V[Version] extends Schema
    ? Contract<Name, OutputOf<V[Version]>>
    : never;
};

const nameKind = textSuchAs("'ordering.order-placed'");
const contractName = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

/**
 * Declares a contract: `<context>.<event-in-kebab-case>`, a schema for each version, and how each older version is
 * lifted to the next. An older version with a day in `sunset` goes out together with the latest until that day;
 * `downcast` says how its form is made of the next one. `compatibility` (BACKWARD_TRANSITIVE when nothing is said) is what
 * `metes contracts check` holds new versions against; `breaking` says why a version does not keep it.
 *
 * @throws METES_ARGUMENT_INVALID, METES_CONTRACT_NAME, METES_CONTRACT_VERSION_GAP, METES_CONTRACT_UPCAST_MISSING,
 * METES_CONTRACT_DOWNCAST_MISSING, METES_CONTRACT_CAST_NOWHERE, METES_CONTRACT_SUNSET, METES_CONTRACT_COMPATIBILITY
 * @example
 * export const orderPlaced = contract('ordering.order-placed', {
 *   v1: z.object({ orderId: z.string(), cents: z.int() }),
 *   v2: z.object({ orderId: z.string(), cents: z.int(), currency: z.string() }),
 *   upcast: { v1: (old) => ({ ...old, currency: 'USD' }) },
 *   downcast: { v2: ({ orderId, cents }) => ({ orderId, cents }) },
 *   sunset: { v1: '2027-03-01' },
 * });
 */
export function contract<const Name extends string, const V extends ContractVersions>(
  name: Name,
  declaration: V & {
    readonly upcast?: Casts;
    readonly downcast?: Casts;
    readonly sunset?: { readonly [version: `v${number}`]: SunsetDeclaration };
    readonly compatibility?: CompatibilityMode;
    readonly breaking?: { readonly [version: `v${number}`]: string };
  },
): Contract<Name, Latest<V>> & ReadableVersions<Name, V> {
  mustFit('contract', { name, declaration }, { name: nameKind, declaration: declarationKind });
  if (!contractName.test(name)) throw new MetesError('METES_CONTRACT_NAME', { name });
  const { upcast = {}, downcast = {}, sunset = {}, compatibility, breaking, ...versions } = declaration;
  const schemas = new Map<number, Schema>();
  for (let version = 1; `v${version}` in versions; version++) schemas.set(version, versions[`v${version}`]!);
  if (schemas.size !== Object.keys(versions).length)
    throw new MetesError('METES_CONTRACT_VERSION_GAP', { name });
  for (let version = 1; version < schemas.size; version++) {
    if (typeof upcast[`v${version}`] !== 'function')
      throw new MetesError('METES_CONTRACT_UPCAST_MISSING', { name, version });
  }
  mustLeadSomewhere(name, 'upcast', upcast, [...schemas.keys()].slice(0, -1));
  mustLeadSomewhere(name, 'downcast', downcast, [...schemas.keys()].slice(1));
  const chain = versionChain(name, schemas, upcast, downcast);
  const sunsets = readSunsets(name, chain.current, sunset);
  for (const [version, { on }] of sunsets) {
    for (let from = chain.current; from > version; from--) {
      if (typeof downcast[`v${from}`] !== 'function')
        throw new MetesError('METES_CONTRACT_DOWNCAST_MISSING', {
          name,
          version,
          day: on,
          from,
          to: from - 1,
        });
    }
  }
  const base = {
    contract: name,
    context: name.slice(0, name.indexOf('.')),
    version: chain.current,
    schemas,
    sunsets,
    ...readPromise(name, chain.current, compatibility, breaking),
    ...writing(chain, sunsets),
  };
  const readers: Record<string, unknown> = {};
  const whole = Object.assign(readers, base, reading(name, chain, chain.current), {
    reads: chain.current,
  }) as unknown as Contract<Name, Latest<V>> & ReadableVersions<Name, V> & { whole: Contract };
  whole.whole = whole;
  for (const version of schemas.keys())
    readers[`v${version}`] = { ...base, reads: version, whole, ...reading(name, chain, version) };
  return whole;
}

/** A cast from a version that there is not, or that has no neighbour on that side, would never run. */
function mustLeadSomewhere(
  name: string,
  way: 'upcast' | 'downcast',
  casts: Casts,
  from: readonly number[],
): void {
  const possible = from.map((each) => `v${each}`);
  const version = Object.keys(casts).find((each) => !possible.includes(each));
  if (version === undefined) return;
  const known = possible.length === 0 ? 'no version' : possible.join(', ');
  throw new MetesError('METES_CONTRACT_CAST_NOWHERE', { name, way, version, known });
}

/** What goes out. Every subscriber in this process gets this very object, so it is frozen. */
function writing(
  chain: VersionChain,
  sunsets: ReadonlyMap<number, Sunset>,
): Pick<Contract, 'write' | 'writeAll'> {
  // What the schema gives back leaves, so that a field it does not name stays inside.
  const leaving = (version: number, form: unknown): { readonly version: number; readonly data: Json } => {
    const data = deepFreeze(toJson(form));
    chain.vouch(version, data);
    return { version, data };
  };
  const latest = (form: unknown): { readonly version: number; readonly data: Json } => {
    // What a plain schema makes of JSON is frozen JSON that nobody else has.
    if (!chain.isPlain(chain.current)) return leaving(chain.current, form);
    chain.vouch(chain.current, form);
    return { version: chain.current, data: form as Json };
  };
  return {
    write: (data) => latest(chain.valid(chain.current, toJson(data))).data,
    writeAll: (data) => {
      let from = chain.current;
      let form = chain.valid(from, toJson(data));
      const forms = [latest(form)];
      for (const version of sunsets.keys()) {
        form = chain.cast(from, version, form);
        from = version;
        forms.push(leaving(version, form));
      }
      return forms;
    },
  };
}

/** What comes in, in the form of one version. */
function reading(name: string, chain: VersionChain, target: number): Pick<Contract, 'read' | 'canRead'> {
  return {
    canRead: (version) => chain.reaches(version, target),
    read: (version, data) => {
      if (!chain.reaches(version, target))
        throw new MetesError('METES_CONTRACT_VERSION_UNKNOWN', { name, version, current: target });
      return chain.cast(version, target, chain.valid(version, data));
    },
  };
}
