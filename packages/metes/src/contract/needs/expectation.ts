import type { Json } from '../../base/json.ts';
import { accepts } from '../compatibility/accepts.ts';
import { branchesOf } from '../compatibility/branches.ts';
import {
  asSchema,
  isObject,
  type JsonSchema,
  own,
  propertiesOf,
  requiredOf,
  type SchemaObject,
  typesOf,
} from '../compatibility/json-schema.ts';
import { type Place, placeOf } from '../compatibility/same-meaning.ts';
import { isItems, type NeededField, NeededValues, type NeedTree } from './needed.ts';

/**
 * The schema of what a reader expects: the parts of a contract's schema that it needs, and nothing about the rest. A
 * document that is valid under it has what the reader reads, in the form that it had when the need was written.
 */
export function expectationOf(schema: JsonSchema, tree: NeedTree): SchemaObject {
  return { ...narrowed(schema, schema, tree), $defs: { whole: opened(schema) } };
}

/** True when the schema has a place for the field in one of its alternatives. */
export function hasField(schema: JsonSchema, tree: NeedTree): boolean {
  return placesOf(schema, schema, tree).length > 0;
}

/** The values of a needed field that no alternative of the schema accepts. */
export function valuesGone(schema: JsonSchema, { values = [], alone }: NeededField): readonly Json[] {
  const places = placesOf(schema, schema, alone);
  return values.filter((value) => !places.some((each) => accepts(each, value, schema)));
}

/** The schemas that stand at the end of a tree with one leaf. */
function placesOf(schema: JsonSchema, root: JsonSchema, tree: NeedTree): readonly JsonSchema[] {
  if (tree === true || tree instanceof NeededValues) return schema === false ? [] : [schema];
  return branchesOf(schema, root).branches.flatMap((branch) => {
    if (isItems(tree)) {
      const mayBeList = typesOf(branch)?.includes('array') ?? 'items' in branch;
      return mayBeList ? placesOf(asSchema(own(branch, 'items')), root, tree[0]) : [];
    }
    return Object.entries(tree).flatMap(([name, inner]) => {
      const field = propertiesOf(branch).get(name);
      return field === undefined || inner === undefined ? [] : placesOf(field, root, inner);
    });
  });
}

function narrowed(schema: JsonSchema, root: JsonSchema, tree: NeedTree): SchemaObject {
  if (tree === true) {
    const whole = opened(schema);
    return isObject(whole) ? whole : {};
  }
  if (tree instanceof NeededValues) return {};
  const { nullable, branches } = branchesOf(schema, root);
  const kept = branches.map((branch) =>
    isItems(tree) ? listOf(branch, root, tree[0]) : objectOf(branch, root, tree),
  );
  const all = nullable ? [...kept, { type: 'null' }] : kept;
  return all.length === 1 ? all[0]! : { anyOf: all };
}

function listOf(branch: SchemaObject, root: JsonSchema, tree: NeedTree): SchemaObject {
  return { type: 'array', items: narrowed(asSchema(own(branch, 'items')), root, tree) };
}

function objectOf(
  branch: SchemaObject,
  root: JsonSchema,
  tree: { readonly [field: string]: NeedTree | undefined },
): SchemaObject {
  const properties = propertiesOf(branch);
  const names = Object.keys(tree).filter((name) => tree[name] !== undefined && properties.has(name));
  const told = [...properties].filter(([, each]) => isObject(each) && Object.hasOwn(each, 'const'));
  return {
    type: 'object',
    properties: Object.fromEntries([
      // What tells the alternatives apart stays, or one alternative would be held against the fields of another.
      ...told.map(([name, each]) => [name, opened(each)] as const),
      ...names.map((name) => [name, narrowed(properties.get(name)!, root, tree[name]!)] as const),
    ]),
    required: requiredOf(branch).filter((name) => names.includes(name)),
  };
}

/** The schema without what forbids unknown fields; its references lead to `#/$defs/whole`. */
function opened(schema: JsonSchema): JsonSchema {
  return open(schema, 'schema') as JsonSchema;
}

function open(value: Json, place: Place): Json {
  if (place === 'value') return value;
  if (Array.isArray(value)) return value.map((each: Json) => open(each, place));
  if (!isObject(value)) return value;
  // Fields may have the names of keywords.
  if (place === 'names')
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, open(each, 'schema')]));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => !(key === 'additionalProperties' && each === false) && key !== '$id')
      .map(([key, each]) => [
        key,
        key === '$ref' && typeof each === 'string'
          ? each.replace(/^#/, '#/$defs/whole')
          : open(each, placeOf(key)),
      ]),
  );
}
