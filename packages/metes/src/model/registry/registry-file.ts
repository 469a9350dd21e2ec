import { sameJson, type Json } from '../../base/json.ts';
import { isObject, type SchemaObject } from '../../contract/compatibility/json-schema.ts';
import { type CompatibilityMode, compatibilityModes } from '../../contract/compatibility/modes.ts';
import type { Contract } from '../../contract/contract.ts';
import { asWritten } from '../../contract/compatibility/as-written.ts';
import { versionSchema } from '../../contract/version-schema.ts';

/** A file of the registry as text, where it is. */
export interface RegistryText {
  /** As it is to be shown, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A version of a contract that was published. */
export interface RegisteredVersion {
  readonly schema: SchemaObject;
  /** Why it does not keep the compatibility of the contract. */
  readonly breaking?: string;
}

/** What the registry knows of a contract: every version ever published, who owns it, what it promises. */
export interface RegistryFile {
  readonly contract: string;
  readonly owner: { readonly context: string; readonly team: string };
  readonly compatibility: CompatibilityMode;
  readonly versions: Readonly<Record<`v${number}`, RegisteredVersion>>;
}

/**
 * What the registry should say of a contract.
 *
 * @throws METES_CONTRACT_PATTERN_FLAGS, METES_SCHEMA_NO_JSON
 */
export function registryFileOf(contract: Contract, team: string): RegistryFile {
  const { contract: name, context, compatibility, breaking, schemas } = contract;
  const versions: Record<`v${number}`, RegisteredVersion> = {};
  for (const [version, schema] of schemas) {
    const { $schema, ...rest } = versionSchema(schema, `${name} v${version}`);
    const why = breaking.get(version);
    versions[`v${version}`] = {
      ...(why !== undefined && { breaking: why }),
      schema: { $schema: $schema!, $id: `urn:metes:contract:${name}:v${version}`, ...rest },
    };
  }
  return { contract: name, owner: { context, team }, compatibility, versions };
}

/** The name of the file of a contract in the folder `contract/` of its context. */
export function registryFileName({ contract }: Pick<Contract, 'contract'>): string {
  return `${contract.slice(contract.indexOf('.') + 1)}.json`;
}

/** The text of a file of the registry. */
export function registryText(file: RegistryFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** A file of the registry, or what is wrong with the text. */
export function readRegistryFile({ text }: RegistryText): RegistryFile | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `it is no JSON (${(error as Error).message})` };
  }
  if (!isObject(value)) return { problem: 'it is no object' };
  const { contract, owner, compatibility, versions } = value;
  if (typeof contract !== 'string') return { problem: '"contract" names no contract' };
  if (!isObject(owner)) return { problem: '"owner" says nothing' };
  if (!compatibilityModes.includes(compatibility as CompatibilityMode))
    return { problem: `"compatibility" is none of ${compatibilityModes.join(', ')}` };
  if (!isObject(versions)) return { problem: '"versions" has no versions' };
  for (const [name, version] of Object.entries(versions)) {
    if (!/^v[1-9]\d*$/.test(name) || !isObject(version) || !isObject(version['schema']))
      return { problem: `"${name}" is no version with a schema` };
  }
  return value as unknown as RegistryFile;
}

/** The versions of a file by number, the oldest first. */
export function versionsOf(file: RegistryFile): ReadonlyMap<number, RegisteredVersion> {
  return new Map(
    Object.entries(file.versions)
      .map(([name, version]) => [Number(name.slice(1)), version] as const)
      .toSorted(([one], [other]) => one - other),
  );
}

const notes = new Set([
  'title',
  'description',
  '$comment',
  'examples',
  'deprecated',
  '$id',
  '$schema',
  'default',
]);

/** True when two schemas promise the same where they are read and where they are written: notes for people aside, units included. */
export function samePromise(one: SchemaObject, other: SchemaObject): boolean {
  return (
    sameJson(withoutNotes(one), withoutNotes(other)) &&
    sameJson(withoutNotes(asWritten(one)), withoutNotes(asWritten(other)))
  );
}

function withoutNotes(value: Json, names = false): Json {
  if (Array.isArray(value)) return value.map((each: Json) => withoutNotes(each));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => names || !notes.has(key))
      .map(([key, each]) =>
        !names && ['enum', 'const', 'required'].includes(key)
          ? [key, each]
          : [key, withoutNotes(each, !names && (key === 'properties' || key === '$defs'))],
      ),
  );
}
