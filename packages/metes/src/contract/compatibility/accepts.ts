import { sameJson, type Json } from '../../base/json.ts';
import { fitsFormat } from './formats.ts';
import {
  asSchema,
  isNever,
  isObject,
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

/** How often a reference may be followed without going deeper into the document. */
const mostReferences = 100;

/**
 * True when a document is valid under a schema. Known formats are checked; texts are measured in characters, as JSON
 * Schema has it.
 *
 * @param root the whole schema, for its references
 * @throws METES_CONTRACT_SCHEMA_UNDECIDED for keywords that are not understood
 */
export function accepts(schema: JsonSchema, value: Json, root: JsonSchema = schema, references = 0): boolean {
  if (typeof schema === 'boolean') return schema;
  if (references > mostReferences) throw undecided('a reference that leads to itself');
  if (isNever(schema)) return false;
  const unknown = unknownKeyword(schema);
  if (unknown !== undefined) throw undecided(`the keyword ${unknown} is not understood`);
  const inside = (inner: JsonSchema): boolean => accepts(inner, value, root, references + 1);
  const reference = own(schema, '$ref');
  if (typeof reference === 'string' && !inside(resolved(reference, root))) return false;
  if (!fitsType(schema, value) || !fitsValues(schema, value)) return false;
  if (schemasOf(schema, 'allOf')?.every(inside) === false) return false;
  if (schemasOf(schema, 'anyOf')?.some(inside) === false) return false;
  const one = schemasOf(schema, 'oneOf');
  if (one && one.filter(inside).length !== 1) return false;
  if (typeof value === 'number') return fitsNumber(schema, value);
  if (typeof value === 'string') return fitsText(schema, value);
  if (Array.isArray(value)) return fitsList(schema, value, root);
  return !isObject(value) || fitsObject(schema, value, root);
}

function fitsType(schema: SchemaObject, value: Json): boolean {
  const types = typesOf(schema);
  return types === undefined || types.some((type) => isOfType(type, value));
}

function isOfType(type: string, value: Json): boolean {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return typeof value === type;
}

function fitsValues(schema: SchemaObject, value: Json): boolean {
  const values = own(schema, 'enum');
  if (Array.isArray(values) && !values.some((each) => sameJson(each, value))) return false;
  return !Object.hasOwn(schema, 'const') || sameJson(schema['const'], value);
}

function fitsNumber(schema: SchemaObject, value: number): boolean {
  const least = numberOf(schema, 'minimum');
  const most = numberOf(schema, 'maximum');
  const above = numberOf(schema, 'exclusiveMinimum');
  const below = numberOf(schema, 'exclusiveMaximum');
  const step = numberOf(schema, 'multipleOf');
  return (
    (least === undefined || value >= least) &&
    (most === undefined || value <= most) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below) &&
    (step === undefined || isMultiple(value, step))
  );
}

/** True for whole multiples; 0.3 counts as a multiple of 0.1, whatever binary fractions say. */
export function isMultiple(value: number, step: number): boolean {
  if (Number.isInteger(value) && Number.isInteger(step)) return value % step === 0;
  const scale = 10 ** Math.max(decimalsOf(step), Math.min(15, decimalsOf(value)));
  return Math.round(value * scale) % Math.round(step * scale) === 0;
}

function decimalsOf(value: number): number {
  const [, fraction = '', exponent = '0'] = /^[^.e]*(?:\.(\d*))?(?:e(.*))?$/.exec(String(value)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

function fitsText(schema: SchemaObject, value: string): boolean {
  const least = numberOf(schema, 'minLength');
  const most = numberOf(schema, 'maxLength');
  const length = lengthOf(value);
  if ((least !== undefined && length < least) || (most !== undefined && length > most)) return false;
  const pattern = own(schema, 'pattern');
  if (typeof pattern === 'string' && !expressionOf(pattern).test(value)) return false;
  const format = own(schema, 'format');
  return typeof format !== 'string' || fitsFormat(format, value);
}

/** The length of a text in characters. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/**
 * The regular expression of a pattern.
 *
 * @throws METES_CONTRACT_SCHEMA_UNDECIDED
 */
export function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known) return known;
  let made: RegExp;
  try {
    made = new RegExp(pattern, 'u');
  } catch {
    throw undecided(`the pattern ${pattern} is no regular expression`);
  }
  if (expressions.size > 1_000) expressions.clear();
  expressions.set(pattern, made);
  return made;
}
const expressions = new Map<string, RegExp>();

function fitsList(schema: SchemaObject, value: readonly Json[], root: JsonSchema): boolean {
  const least = numberOf(schema, 'minItems');
  const most = numberOf(schema, 'maxItems');
  if ((least !== undefined && value.length < least) || (most !== undefined && value.length > most))
    return false;
  if (own(schema, 'uniqueItems') === true && hasTwins(value)) return false;
  const prefix = schemasOf(schema, 'prefixItems') ?? [];
  const items = asSchema(own(schema, 'items'));
  return value.every((each, index) => accepts(prefix[index] ?? items, each, root));
}

function hasTwins(list: readonly Json[]): boolean {
  return list.some((each, index) => list.slice(0, index).some((before) => sameJson(before, each)));
}

function fitsObject(schema: SchemaObject, value: SchemaObject, root: JsonSchema): boolean {
  const names = Object.keys(value);
  const fewest = numberOf(schema, 'minProperties');
  const most = numberOf(schema, 'maxProperties');
  if ((fewest !== undefined && names.length < fewest) || (most !== undefined && names.length > most))
    return false;
  if (requiredOf(schema).some((name) => !Object.hasOwn(value, name))) return false;
  const properties = propertiesOf(schema);
  const others = asSchema(own(schema, 'additionalProperties'));
  const naming = asSchema(own(schema, 'propertyNames'));
  return names.every(
    (name) => accepts(naming, name, root) && accepts(properties.get(name) ?? others, own(value, name)!, root),
  );
}
