import { accepts } from './accepts.ts';
import { isObject, type JsonSchema, schemasOf } from './json-schema.ts';
import { meaningOf } from './same-meaning.ts';
import {
  type Child,
  type ListShape,
  type NumberShape,
  type ObjectShape,
  type Shape,
  tidied,
  typeOfShape,
  type ValueShape,
} from './shape.ts';

/** What both schemas accept. `fits` says whether a value fits a shape. */
export function overlapOf(
  one: readonly Shape[],
  other: readonly Shape[],
  root: JsonSchema,
): readonly Shape[] {
  return one.flatMap((a) => other.flatMap((b) => shapesOfBoth(a, b, root)));
}

function shapesOfBoth(one: Shape, other: Shape, root: JsonSchema): readonly Shape[] {
  const unclear = one.unclear ?? other.unclear;
  if (one.is === 'value') return valueFits(one, other, root) ? [{ ...one, unclear }] : [];
  if (other.is === 'value') return valueFits(other, one, root) ? [{ ...other, unclear }] : [];
  if (one.is === 'number' && other.is === 'number') {
    const both = tidied({ ...numbersOfBoth(one, other), unclear });
    return both ? [both] : [];
  }
  if (one.is === 'string' && other.is === 'string') {
    const least = Math.max(one.least, other.least);
    const most = Math.min(one.most, other.most);
    const patterns = [...new Set([...one.patterns, ...other.patterns])];
    const formats = [...new Set([...one.formats, ...other.formats])];
    return least > most ? [] : [{ is: 'string', least, most, patterns, formats, unclear }];
  }
  if (one.is === 'array' && other.is === 'array') return [{ ...listsOfBoth(one, other), unclear }];
  if (one.is === 'object' && other.is === 'object') return [{ ...objectsOfBoth(one, other), unclear }];
  return [];
}

function numbersOfBoth(one: NumberShape, other: NumberShape): NumberShape {
  const lower = higherBound([one.least, one.above], [other.least, other.above], 1);
  const upper = higherBound([one.most, one.below], [other.most, other.below], -1);
  return {
    is: 'number',
    whole: one.whole || other.whole,
    least: lower[0],
    above: lower[1],
    most: upper[0],
    below: upper[1],
    steps: [...new Set([...one.steps, ...other.steps])],
  };
}

type Bound = readonly [value: number | undefined, excluded: boolean | undefined];

function higherBound(one: Bound, other: Bound, sign: 1 | -1): Bound {
  if (one[0] === undefined) return other;
  if (other[0] === undefined) return one;
  if (one[0] === other[0]) return [one[0], one[1] || other[1]];
  return one[0] * sign > other[0] * sign ? one : other;
}

/**
 * What both accept, still to be read. Each part stands there once, or a schema that contains itself in two parts of
 * `allOf` would double on every level.
 */
function both(one: Child, other: Child): Child {
  if (one === true) return other;
  if (other === true) return one;
  // Only shapes that were split hold shapes, and those are never put together again.
  if (Array.isArray(one) || Array.isArray(other)) return one;
  const parts = new Map(
    [...partsOf(one as JsonSchema), ...partsOf(other as JsonSchema)].map((each) => [meaningOf(each), each]),
  );
  const [first, ...others] = parts.values();
  return others.length === 0 ? first! : { allOf: [first!, ...others] };
}

/** The parts of a schema that says nothing but `allOf`. */
function partsOf(schema: JsonSchema): readonly JsonSchema[] {
  const all = isObject(schema) ? schemasOf(schema, 'allOf') : undefined;
  return all && Object.keys(schema).length === 1 ? all.flatMap(partsOf) : [schema];
}

function listsOfBoth(one: ListShape, other: ListShape): ListShape {
  const length = Math.max(one.prefix.length, other.prefix.length);
  return {
    is: 'array',
    prefix: Array.from({ length }, (_, at) =>
      both(one.prefix[at] ?? one.items, other.prefix[at] ?? other.items),
    ),
    items: both(one.items, other.items),
    least: Math.max(one.least, other.least),
    most: Math.min(one.most, other.most),
    unique: one.unique || other.unique,
  };
}

function objectsOfBoth(one: ObjectShape, other: ObjectShape): ObjectShape {
  const names = new Set([...one.properties.keys(), ...other.properties.keys()]);
  const inside = (shape: ObjectShape, name: string): Child =>
    shape.properties.get(name) ?? shape.others ?? true;
  return {
    is: 'object',
    properties: new Map([...names].map((name) => [name, both(inside(one, name), inside(other, name))])),
    required: new Set([...one.required, ...other.required]),
    others:
      one.others === undefined && other.others === undefined
        ? undefined
        : both(one.others ?? true, other.others ?? true),
    names: [...one.names, ...other.names],
    least: Math.max(one.least, other.least),
    most: Math.min(one.most, other.most),
  };
}

/** True when a value fits a shape. */
export function valueFits({ value }: ValueShape, shape: Shape, root: JsonSchema): boolean {
  return accepts(schemaOfShape(shape), value, root);
}

/** A schema that accepts what the shape accepts. */
export function schemaOfShape(shape: Shape): JsonSchema {
  const schemaOf = (child: Child): JsonSchema =>
    Array.isArray(child)
      ? { anyOf: (child as readonly Shape[]).map((each) => schemaOfShape(each)) as never }
      : (child as JsonSchema);
  const given = (fields: Readonly<Record<string, unknown>>): JsonSchema =>
    Object.fromEntries(
      Object.entries(fields).filter(([, value]) => value !== undefined && value !== Infinity),
    ) as JsonSchema;
  switch (shape.is) {
    case 'value':
      return { const: shape.value };
    case 'number':
      return given({
        type: typeOfShape(shape),
        [shape.above ? 'exclusiveMinimum' : 'minimum']: shape.least,
        [shape.below ? 'exclusiveMaximum' : 'maximum']: shape.most,
        allOf: shape.steps.map((multipleOf) => ({ multipleOf })),
      });
    case 'string':
      return given({
        type: 'string',
        minLength: shape.least,
        maxLength: shape.most,
        allOf: [
          ...shape.patterns.map((pattern) => ({ pattern })),
          ...shape.formats.map((format) => ({ format })),
        ],
      });
    case 'array':
      return given({
        type: 'array',
        minItems: shape.least,
        maxItems: shape.most,
        uniqueItems: shape.unique,
        items: schemaOf(shape.items),
        prefixItems: shape.prefix.length > 0 ? shape.prefix.map(schemaOf) : undefined,
      });
    case 'object':
      return given({
        type: 'object',
        properties: Object.fromEntries([...shape.properties].map(([name, child]) => [name, schemaOf(child)])),
        required: [...shape.required],
        additionalProperties: shape.others === undefined ? undefined : schemaOf(shape.others),
        minProperties: shape.least,
        maxProperties: shape.most,
        allOf: shape.names.map((propertyNames) => ({ propertyNames })),
      });
  }
}
