import { z } from 'zod';
import { MetesError } from '../../base/errors.ts';
import { jsonSchemaOf, type Schema } from '../../base/schema.ts';
import type { Json } from '../../base/json.ts';
import type { OwnModel } from './checked-rules.ts';

/** A field of a model that has no fields of its own, as its schema describes it. */
export interface ModelField {
  /** With dots between levels. */
  readonly path: string;
  /** True when it is always there and never null, once the schema has read the document. */
  readonly required: boolean;
  /** True when whoever writes a document may leave it out because the schema fills it in. */
  readonly filledIn: boolean;
  /** The JSON types it may have, without `null`; empty when anything may stand there. */
  readonly types: readonly string[];
  /** Every word it may say, when they can be counted. */
  readonly words?: readonly Json[];
  /** True for a map with names that nobody knows beforehand. */
  readonly open: boolean;
}

type Node = { readonly [key: string]: Json };

/** Levels below which a model is not taken apart any further; also ends circles. */
const deepest = 5;

/**
 * The fields of a model, from its JSON Schema; objects inside are taken apart.
 *
 * @throws METES_SCHEMA_NO_JSON when the library of the schema offers no JSON Schema
 */
export function modelFields(model: OwnModel, subject: string): readonly ModelField[] {
  return fieldsOf([modelJsonSchema(schemaOf(model), subject)], '', true, 0);
}

/** The schema of an own model. */
export function schemaOf(model: OwnModel): Schema {
  return 'valueName' in model ? model.schema() : model;
}

/** JSON Schema of what a model accepts; what JSON does not know, such as dates, may be anything. */
export function modelJsonSchema(schema: Schema, subject: string): Node {
  if (!(schema instanceof z.core.$ZodType)) return jsonSchemaOf(schema, subject);
  try {
    return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node;
  } catch (cause) {
    throw new MetesError('METES_SCHEMA_NO_JSON', { subject }, { cause });
  }
}

/** The fields of an object that has one of these forms. */
function fieldsOf(
  forms: readonly Node[],
  path: string,
  required: boolean,
  level: number,
): readonly ModelField[] {
  const objects = forms.flatMap(alternatives).filter((each) => isNode(each['properties']));
  const names = new Set(objects.flatMap((each) => Object.keys(each['properties'] as Node)));
  return [...names].flatMap((name) => {
    const inner = objects.flatMap((each) => {
      const properties = each['properties'] as Node;
      return Object.hasOwn(properties, name) && isNode(properties[name]) ? [properties[name]] : [];
    });
    const filledIn = inner.some((each) => 'default' in each);
    const always =
      required &&
      (filledIn ||
        objects.every((each) => Array.isArray(each['required']) && each['required'].includes(name))) &&
      !inner.flatMap(alternatives).some(isNull);
    const here = path === '' ? name : `${path}.${name}`;
    const deeper = level < deepest ? fieldsOf(inner, here, always, level + 1) : [];
    return deeper.length > 0 ? deeper : [{ ...leaf(here, inner.flatMap(alternatives), always), filledIn }];
  });
}

function leaf(path: string, forms: readonly Node[], required: boolean): Omit<ModelField, 'filledIn'> {
  const told = forms.filter((each) => !isNull(each));
  const types = [...new Set(told.flatMap((each) => typesOf(each)))];
  const words = told.map(wordsOf);
  const countable = words.length > 0 && words.every((each) => Array.isArray(each));
  return {
    path,
    required,
    types,
    ...(countable && { words: [...new Set((words as Json[][]).flat())].filter((each) => each !== null) }),
    open: told.some((each) => isNode(each['additionalProperties'])),
  };
}

/** What a form lets be said, when that can be counted. */
function wordsOf(form: Node): Json | undefined {
  if ('const' in form) return [form['const']!];
  return form['enum'] ?? (form['type'] === 'boolean' ? [true, false] : undefined);
}

function typesOf(form: Node): readonly string[] {
  const type = form['type'];
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? (type as string[]) : [];
  return types.filter((each) => each !== 'null');
}

/** The forms that a value may have one of. */
function alternatives(form: Node): readonly Node[] {
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const several = form[key];
    if (Array.isArray(several)) return several.filter(isNode).flatMap(alternatives);
  }
  return [form];
}

function isNull(form: Node): boolean {
  const type = form['type'];
  return type === 'null' || (Array.isArray(type) && type.includes('null'));
}

function isNode(value: Json | undefined): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
