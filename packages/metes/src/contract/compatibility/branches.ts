import { isMetesError } from '../../base/errors.ts';
import type { Json } from '../../base/json.ts';
import {
  isObject,
  isSilent,
  type JsonSchema,
  own,
  resolved,
  type SchemaObject,
  schemasOf,
  typesOf,
} from './json-schema.ts';

/** A schema as its alternatives, `null` told apart. */
export interface Branches {
  readonly nullable: boolean;
  readonly branches: readonly SchemaObject[];
}

/** The alternatives of a schema, references followed and `allOf` put together where that is simple. */
export function branchesOf(schema: JsonSchema, root: JsonSchema, level = 0): Branches {
  if (typeof schema === 'boolean') return { nullable: false, branches: schema ? [{}] : [] };
  if (level > 20) return { nullable: false, branches: [schema] };
  const target = followed(schema, root);
  if (target !== schema) return branchesOf(target, root, level + 1);
  const flat = merged(schema, root);
  const choices = schemasOf(flat, 'anyOf') ?? schemasOf(flat, 'oneOf');
  if (!choices) return withoutNull(flat);
  const { anyOf: _any, oneOf: _one, ...rest } = flat;
  const all = choices.map((each) =>
    branchesOf(Object.keys(plainOf(rest)).length > 0 ? withAll(rest, each) : each, root, level + 1),
  );
  return { nullable: all.some((each) => each.nullable), branches: all.flatMap((each) => each.branches) };
}

/** The types of a schema, in order; those of its values when it only lists values; undefined when it does not say. */
export function typesIn(schema: SchemaObject): readonly string[] | undefined {
  const types = typesOf(schema);
  if (types) return types.toSorted();
  const values = Object.hasOwn(schema, 'const') ? [schema['const']!] : own(schema, 'enum');
  if (Array.isArray(values)) return [...new Set((values as readonly Json[]).map(typeOfValue))].toSorted();
  return 'properties' in schema ? ['object'] : undefined;
}

function typeOfValue(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function withoutNull(schema: SchemaObject): Branches {
  const types = typesOf(schema);
  const values = own(schema, 'enum');
  if (types?.length === 1 && types[0] === 'null') return { nullable: true, branches: [] };
  if (own(schema, 'const') === null) return { nullable: true, branches: [] };
  const nullByType = types?.includes('null') ?? Array.isArray(values);
  const nullable = nullByType && (!Array.isArray(values) || values.includes(null));
  if (!nullable) return { nullable: false, branches: [schema] };
  const kept = types?.filter((each) => each !== 'null');
  return {
    nullable: true,
    branches: [
      {
        ...schema,
        ...(kept && { type: kept.length === 1 ? kept[0]! : kept }),
        ...(Array.isArray(values) && { enum: values.filter((each) => each !== null) }),
      },
    ],
  };
}

function plainOf(schema: SchemaObject): SchemaObject {
  return Object.fromEntries(
    Object.entries(schema).filter(
      ([key]) => !['$defs', '$schema', 'title', 'description', '$id'].includes(key) && !key.startsWith('x-'),
    ),
  );
}

function withAll(rest: SchemaObject, each: JsonSchema): JsonSchema {
  return { ...rest, allOf: [...((own(rest, 'allOf') as readonly Json[] | undefined) ?? []), each] };
}

/** `allOf` written out: fields together, other keywords side by side. What cannot be put together stays as it is. */
function merged(schema: SchemaObject, root: JsonSchema): SchemaObject {
  const parts = schemasOf(schema, 'allOf');
  if (!parts) return schema;
  const { allOf: _all, ...rest } = schema;
  let whole: Record<string, Json> = { ...rest };
  const left: Json[] = [];
  for (const part of parts) {
    const target = followed(part, root);
    if (!isObject(target)) continue;
    const inner = merged(target, root);
    const clash = Object.keys(inner).some(
      (key) =>
        !['properties', 'required', 'title', 'description', '$defs'].includes(key) &&
        key in whole &&
        JSON.stringify(whole[key]) !== JSON.stringify(inner[key]),
    );
    if (clash) left.push(inner);
    else
      whole = {
        ...whole,
        ...inner,
        ...joinedField('properties', whole, inner),
        ...joinedField('required', whole, inner),
      };
  }
  return left.length > 0 ? { ...whole, allOf: left } : whole;
}

function targetOf(reference: string, root: JsonSchema): JsonSchema | undefined {
  try {
    return resolved(reference, root);
  } catch (error) {
    if (isMetesError(error, 'METES_CONTRACT_SCHEMA_UNDECIDED')) return undefined;
    throw error;
  }
}

/** What a reference points to, in the end; a schema that says more than its reference stays as it is, and one that leads nowhere. */
export function followed(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let at = schema;
  for (let step = 0; step < 20 && isObject(at); step++) {
    const reference = own(at, '$ref');
    const alone = Object.keys(at).every((key) => key === '$ref' || isSilent(key));
    if (typeof reference !== 'string' || !alone) break;
    const target = targetOf(reference, root);
    if (target === undefined) break;
    at = target;
  }
  return at;
}

function joinedField(
  keyword: 'properties' | 'required',
  one: SchemaObject,
  other: SchemaObject,
): Record<string, Json> {
  const [a, b] = [own(one, keyword), own(other, keyword)];
  if (isObject(a) && isObject(b)) return { [keyword]: { ...a, ...b } };
  if (Array.isArray(a) && Array.isArray(b)) return { [keyword]: [...new Set([...a, ...b])] };
  return {};
}
