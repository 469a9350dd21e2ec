import type { Json } from '../../base/json.ts';
import { accepts } from './accepts.ts';
import { areApart } from './apart.ts';
import {
  asSchema,
  isNever,
  type JsonSchema,
  numberOf,
  own,
  propertiesOf,
  requiredOf,
  resolved,
  type SchemaObject,
  schemasOf,
  typesOf,
  undecided,
  unknownKeyword,
} from './json-schema.ts';
import { overlapOf } from './overlap.ts';
import { anyShapes, type Child, type Shape, tidied } from './shape.ts';

/** The most alternatives that are looked at. */
const mostShapes = 400;

/**
 * The alternatives of a schema: references, `allOf`, unions, types and listed values are worked out, what stands inside
 * lists and objects is not yet. Documents that are valid fit one of them; the other way round it holds where no shape
 * is `unclear`.
 *
 * @throws METES_CONTRACT_SCHEMA_UNDECIDED for references that lead nowhere or to themselves, and for schemas too large
 */
export function shapesOf(
  child: Child,
  root: JsonSchema,
  references: readonly string[] = [],
): readonly Shape[] {
  if (Array.isArray(child)) return child as readonly Shape[];
  const schema = child as JsonSchema;
  if (typeof schema === 'boolean') return schema ? anyShapes : [];
  if (isNever(schema)) return [];
  let shapes = ownShapes(schema, root);
  const narrow = (by: readonly Shape[]): void => {
    shapes = overlapOf(shapes, by, root);
    if (shapes.length > mostShapes) throw undecided('the schema has too many alternatives');
  };
  const reference = own(schema, '$ref');
  if (typeof reference === 'string') {
    if (references.includes(reference)) throw undecided('a reference that leads to itself');
    narrow(shapesOf(resolved(reference, root), root, [...references, reference]));
  }
  for (const each of schemasOf(schema, 'allOf') ?? []) narrow(shapesOf(each, root, references));
  const some = schemasOf(schema, 'anyOf');
  if (some) narrow(some.flatMap((each) => shapesOf(each, root, references)));
  const one = schemasOf(schema, 'oneOf');
  if (one)
    narrow(
      exclusive(
        one.map((each) => shapesOf(each, root, references)),
        root,
      ),
    );
  return shapes;
}

/** The alternatives of `oneOf`: unclear where two branches may both accept a document. */
function exclusive(branches: readonly (readonly Shape[])[], root: JsonSchema): readonly Shape[] {
  return branches.flatMap((branch, at) =>
    branch.map((shape) => {
      const alone = branches.every(
        (other, index) => index === at || other.every((each) => areApart(shape, each, root)),
      );
      return alone ? shape : { ...shape, unclear: 'two branches of oneOf may accept the same document' };
    }),
  );
}

/** What the keywords of the schema itself say, references and combinations aside. */
function ownShapes(schema: SchemaObject, root: JsonSchema): readonly Shape[] {
  const unknown = unknownKeyword(schema);
  const unclear = unknown === undefined ? undefined : `the keyword ${unknown} is not understood`;
  const values = listedValues(schema);
  if (values) {
    const { $ref: _reference, allOf: _all, anyOf: _any, oneOf: _one, ...plain } = schema;
    const clear = Object.fromEntries(
      Object.entries(plain).filter(
        ([keyword]) => unknown === undefined || !unknownKeyword({ [keyword]: true }),
      ),
    );
    return values
      .filter((value) => accepts(clear, value, root))
      .map((value) => ({ is: 'value', value, unclear }));
  }
  const types = typesOf(schema);
  const allowed = (type: string): boolean => types === undefined || types.includes(type);
  return anyShapes.flatMap((shape): readonly Shape[] => {
    switch (shape.is) {
      case 'value':
        return allowed(shape.value === null ? 'null' : 'boolean') ? [{ ...shape, unclear }] : [];
      case 'number':
        return allowed('number') || allowed('integer') ? numbers(schema, !allowed('number'), unclear) : [];
      case 'string':
        return allowed('string') ? texts(schema, unclear) : [];
      case 'array':
        return allowed('array') ? [lists(schema, unclear)] : [];
      case 'object':
        return allowed('object') ? [objects(schema, unclear)] : [];
    }
  });
}

function listedValues(schema: SchemaObject): readonly Json[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [schema['const']!];
  const values = own(schema, 'enum');
  return Array.isArray(values) ? (values as readonly Json[]) : undefined;
}

function numbers(schema: SchemaObject, whole: boolean, unclear: string | undefined): readonly Shape[] {
  const least = numberOf(schema, 'minimum');
  const above = numberOf(schema, 'exclusiveMinimum');
  const most = numberOf(schema, 'maximum');
  const below = numberOf(schema, 'exclusiveMaximum');
  const step = numberOf(schema, 'multipleOf');
  const isAbove = above !== undefined && (least === undefined || above >= least);
  const isBelow = below !== undefined && (most === undefined || below <= most);
  const shape = tidied({
    is: 'number',
    whole,
    least: isAbove ? above : least,
    above: isAbove,
    most: isBelow ? below : most,
    below: isBelow,
    steps: step === undefined ? [] : [step],
    unclear,
  });
  return shape ? [shape] : [];
}

function texts(schema: SchemaObject, unclear: string | undefined): readonly Shape[] {
  const pattern = own(schema, 'pattern');
  const format = own(schema, 'format');
  const least = numberOf(schema, 'minLength') ?? 0;
  const most = numberOf(schema, 'maxLength') ?? Infinity;
  if (least > most) return [];
  return [
    {
      is: 'string',
      least,
      most,
      patterns: typeof pattern === 'string' ? [pattern] : [],
      formats: typeof format === 'string' ? [format] : [],
      unclear,
    },
  ];
}

function lists(schema: SchemaObject, unclear: string | undefined): Shape {
  return {
    is: 'array',
    prefix: schemasOf(schema, 'prefixItems') ?? [],
    items: asSchema(own(schema, 'items')),
    least: numberOf(schema, 'minItems') ?? 0,
    most: numberOf(schema, 'maxItems') ?? Infinity,
    unique: own(schema, 'uniqueItems') === true,
    unclear,
  };
}

function objects(schema: SchemaObject, unclear: string | undefined): Shape {
  const others = own(schema, 'additionalProperties');
  const names = own(schema, 'propertyNames');
  return {
    is: 'object',
    properties: propertiesOf(schema),
    required: new Set(requiredOf(schema)),
    others: others === undefined ? undefined : asSchema(others),
    names: names === undefined ? [] : [asSchema(names)],
    least: numberOf(schema, 'minProperties') ?? 0,
    most: numberOf(schema, 'maxProperties') ?? Infinity,
    unclear,
  };
}
