import { createRequire } from 'node:module';
import type { Json } from '../../base/json.ts';
import { SeededRandom } from '../../testing/seeded-random.ts';
import { samplesOfFormat } from './formats.ts';
import { isObject, type JsonSchema, type SchemaObject } from './json-schema.ts';

const require = createRequire(import.meta.url);
interface Ajv {
  compile(schema: unknown): (value: unknown) => boolean;
}
const { Ajv2020 } = require('ajv/dist/2020.js') as { Ajv2020: new (options: object) => Ajv };
const addFormats = require('ajv-formats') as (ajv: Ajv) => void;

/** A judge from outside: what a well-known validator says of documents, formats checked. */
export function judgeOf(schema: JsonSchema): (value: unknown) => boolean {
  // What was compiled stays in an instance and slows it down.
  if (!current || ++compiled % 100 === 0) current = freshAjv();
  return current.compile(schema);
}
let current: Ajv | undefined;
let compiled = 0;

function freshAjv(): Ajv {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, multipleOfPrecision: 9, logger: false });
  addFormats(ajv);
  return ajv;
}

const patterns: Readonly<Record<string, readonly string[]>> = {
  '^[A-Z]{3}$': ['EUR', 'USD', 'ZZZ'],
  '^[A-Z]+$': ['A', 'EUR', 'LONGER'],
  '^o-[0-9]+$': ['o-1', 'o-4711'],
};
const fieldNames = ['a', 'b', 'c', 'd'];
const words = [
  '',
  'x',
  'red',
  'green',
  'blue',
  'EUR',
  'o-1',
  'someone@example.com',
  '2026-11-21',
  'ä€',
  'longer text',
];

/** Schemas, edits of them, and documents of them, all from one seed. */
export class Draw {
  readonly #random: SeededRandom;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  below(limit: number): number {
    return this.#random.below(limit);
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  chance(share: number): boolean {
    return this.#random.chance(share);
  }

  /** A whole schema; some refer to themselves. */
  schema(): SchemaObject {
    const named = this.chance(0.3);
    const root = this.#object(2, named);
    return named ? { ...root, $defs: { N: this.#object(1, true) } } : root;
  }

  #any(depth: number, named: boolean): SchemaObject {
    const kind = this.below(depth <= 0 ? 6 : 11);
    if (named && this.chance(0.15)) return { $ref: '#/$defs/N' };
    if (kind < 2) return this.#text();
    if (kind < 4) return this.#number();
    if (kind === 4)
      return this.one<SchemaObject>([{ type: 'boolean' }, { type: 'null' }, { const: 'red' }, {}]);
    if (kind === 5) return { enum: this.#some<Json>(['red', 'green', 'blue', 1, null]) };
    if (kind < 8) return this.#object(depth - 1, named);
    if (kind === 8) return this.#list(depth - 1, named);
    if (kind === 9) return { anyOf: [this.#any(depth - 1, named), this.#any(depth - 1, named)] };
    return this.#union(depth - 1, named);
  }

  #some<T>(list: readonly T[]): T[] {
    const kept = list.filter(() => this.chance(0.6));
    return kept.length > 0 ? kept : [list[0]!];
  }

  #text(): SchemaObject {
    const base: Record<string, Json> = { type: this.chance(0.15) ? ['string', 'null'] : 'string' };
    if (this.chance(0.3)) base['minLength'] = this.below(4);
    if (this.chance(0.3)) base['maxLength'] = 2 + this.below(8);
    if (this.chance(0.15)) base['pattern'] = this.one(Object.keys(patterns));
    if (this.chance(0.15)) base['format'] = this.one(['date', 'date-time', 'uuid', 'email']);
    return base;
  }

  #number(): SchemaObject {
    const base: Record<string, Json> = { type: this.one(['integer', 'integer', 'number']) };
    if (this.chance(0.4)) base[this.one(['minimum', 'exclusiveMinimum'])] = this.below(6) - 3;
    if (this.chance(0.4)) base[this.one(['maximum', 'exclusiveMaximum'])] = 3 + this.below(9);
    if (this.chance(0.2)) base['multipleOf'] = this.one([0.5, 2, 3, 4]);
    return base;
  }

  #object(depth: number, named: boolean): SchemaObject {
    const names = this.#some(fieldNames);
    const base: Record<string, Json> = {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, this.#any(depth, named)])),
      required: names.filter(() => this.chance(0.5)),
    };
    const others = this.below(8);
    if (others < 3) base['additionalProperties'] = false;
    if (others === 3) base['additionalProperties'] = true;
    if (others === 4) base['additionalProperties'] = this.#any(0, named);
    if (this.chance(0.05)) base['maxProperties'] = 1 + this.below(3);
    if (this.chance(0.05)) base['minProperties'] = this.below(3);
    if (this.chance(0.1)) return { allOf: [base, this.#object(0, named)] };
    return base;
  }

  #list(depth: number, named: boolean): SchemaObject {
    const base: Record<string, Json> = { type: 'array', items: this.#any(depth, named) };
    if (this.chance(0.3)) base['minItems'] = this.below(3);
    if (this.chance(0.3)) base['maxItems'] = 1 + this.below(4);
    if (this.chance(0.2)) base['uniqueItems'] = true;
    // ajv 8.20 looks at items of the type of `items` only when both keywords stand together, and misses twins before them.
    if (this.chance(0.2) && !base['uniqueItems'])
      base['prefixItems'] = [this.#any(0, named), this.#any(0, named)];
    if (this.chance(0.1)) base['items'] = false;
    return base;
  }

  #union(depth: number, named: boolean): SchemaObject {
    const branch = (tag: string): SchemaObject => {
      const object = this.#object(depth, named);
      const inner = 'allOf' in object ? { type: 'object', properties: {}, required: [] } : object;
      return {
        ...inner,
        properties: { ...(inner['properties'] as SchemaObject), t: { const: tag } },
        required: [...(inner['required'] as readonly string[]), 't'],
      };
    };
    return { [this.one(['oneOf', 'anyOf'])]: this.#some(['red', 'green', 'blue']).map(branch) };
  }

  /** The schema with one place changed. */
  edited(schema: SchemaObject): SchemaObject {
    const places = placesIn(schema);
    const place = this.one(places);
    const edited = replaced(schema, place, this.#changed(at(schema, place))) as SchemaObject;
    // Whatever happened to the root, what is referred to stays.
    return '$defs' in schema && !('$defs' in edited) ? { ...edited, $defs: schema['$defs']! } : edited;
  }

  #changed(schema: SchemaObject): Json {
    const keywords = Object.keys(schema);
    const properties = schema['properties'] as SchemaObject | undefined;
    const required = (schema['required'] ?? []) as readonly string[];
    switch (this.below(9)) {
      case 0: {
        const { [this.one(keywords) ?? '']: _dropped, ...rest } = schema;
        return rest;
      }
      case 1:
        return this.#any(1, false);
      case 2:
        return { anyOf: [schema, { type: 'null' }] };
      case 3:
        if (!properties) return this.#any(0, false);
        return { ...schema, properties: { ...properties, [this.one(['e', 'a'])]: this.#any(0, false) } };
      case 4:
        if (!properties) return { ...schema, maxLength: 3, minimum: 0 };
        return {
          ...schema,
          required: fieldNames.filter((name) => (name in properties ? this.chance(0.5) : false)),
        };
      case 5: {
        const name = this.one(Object.keys(properties ?? {}));
        if (!properties || name === undefined) return { ...schema, minLength: 1, maximum: 5 };
        const { [name]: gone, ...rest } = properties;
        const others = this.chance(0.5) ? { ...rest, [`${name}New`]: gone! } : rest;
        return { ...schema, properties: others, required: required.filter((each) => each !== name) };
      }
      case 6:
        return properties ? { ...schema, additionalProperties: this.chance(0.5) } : this.#number();
      case 7: {
        const values = schema['enum'];
        return Array.isArray(values)
          ? { enum: this.#some<Json>([...values, 'new']) }
          : { ...schema, ...(!('prefixItems' in schema) && { uniqueItems: true }), maxItems: 2 };
      }
      default: {
        const number = keywords.find((each) => typeof schema[each] === 'number');
        if (number === undefined) return this.#text();
        return { ...schema, [number]: Math.max(0, (schema[number] as number) + this.one([-1, 1, 2])) || 1 };
      }
    }
  }

  /** A document as the writer of the schema writes it, mostly; `undefined` where none was found. */
  document(schema: Json, root: SchemaObject, depth = 0): Json | undefined {
    if (depth > 7 || schema === false) return undefined;
    if (schema === true || !isObject(schema)) return this.#anything(depth);
    if (typeof schema['$ref'] === 'string') {
      const target = (root['$defs'] as SchemaObject | undefined)?.['N'];
      return target === undefined ? undefined : this.document(target, root, depth + 1);
    }
    if ('const' in schema) return schema['const'];
    if (Array.isArray(schema['enum'])) return this.one(schema['enum']);
    const branches = (schema['anyOf'] ?? schema['oneOf']) as readonly Json[] | undefined;
    if (branches)
      return branches.length === 0 ? undefined : this.document(this.one(branches), root, depth + 1);
    const parts = schema['allOf'] as readonly Json[] | undefined;
    if (parts) {
      const made = parts.map((part) => this.document(part, root, depth + 1));
      return made.every((each) => isObject(each)) ? Object.assign({}, ...made) : made[0];
    }
    const type = Array.isArray(schema['type']) ? this.one(schema['type'] as readonly Json[]) : schema['type'];
    switch (type) {
      case 'null':
        return null;
      case 'boolean':
        return this.chance(0.5);
      case 'string':
        return this.#textOf(schema);
      case 'integer':
      case 'number':
        return this.#numberOf(schema, type === 'integer');
      case 'array':
        return this.#listOf(schema, root, depth);
      case 'object':
        return this.#objectOf(schema, root, depth);
      default:
        return 'properties' in schema ? this.#objectOf(schema, root, depth) : this.#anything(depth);
    }
  }

  #anything(depth: number): Json {
    return this.one<Json>([null, true, 0, 1.5, -7, 'red', '', [], [1], {}, { a: depth }]);
  }

  #textOf(schema: SchemaObject): Json {
    const { pattern, format } = schema;
    if (typeof pattern === 'string') return this.one(patterns[pattern]!);
    if (typeof format === 'string') return this.one(samplesOfFormat(format));
    const least = (schema['minLength'] as number | undefined) ?? 0;
    const most = (schema['maxLength'] as number | undefined) ?? 12;
    const text = this.chance(0.5)
      ? this.one(words)
      : 'aé0 '.repeat(4).slice(0, least + this.below(most - least + 1));
    return text.length < least
      ? text.padEnd(least, 'z')
      : Array.from(text).slice(0, Math.max(least, most)).join('');
  }

  #numberOf(schema: SchemaObject, whole: boolean): Json {
    const least = ((schema['minimum'] ?? schema['exclusiveMinimum']) as number | undefined) ?? -10;
    const most = ((schema['maximum'] ?? schema['exclusiveMaximum']) as number | undefined) ?? 20;
    const step = (schema['multipleOf'] as number | undefined) ?? (whole || this.chance(0.6) ? 1 : 0.25);
    const edge = this.one([least, most, least + this.#random.next() * (most - least)]);
    return this.one([Math.floor, Math.ceil])(edge / step) * step + 0;
  }

  #listOf(schema: SchemaObject, root: SchemaObject, depth: number): Json | undefined {
    const least = (schema['minItems'] as number | undefined) ?? 0;
    const most = Math.min((schema['maxItems'] as number | undefined) ?? least + 3, least + 3);
    const prefix = (schema['prefixItems'] ?? []) as readonly Json[];
    const length = depth > 4 ? least : least + this.below(most - least + 1);
    const list = Array.from({ length }, (_, index) =>
      this.document(prefix[index] ?? schema['items'] ?? true, root, depth + 1),
    );
    return list.includes(undefined) ? undefined : (list as Json[]);
  }

  #objectOf(schema: SchemaObject, root: SchemaObject, depth: number): Json | undefined {
    const properties = (schema['properties'] ?? {}) as SchemaObject;
    const required = (schema['required'] ?? []) as readonly string[];
    const made: Record<string, Json> = {};
    for (const [name, each] of Object.entries(properties)) {
      const optional = !required.includes(name);
      if (optional && this.chance(depth > 3 ? 0.9 : 0.4)) continue;
      const value = this.document(each, root, depth + 1);
      if (value !== undefined) made[name] = value;
      else if (!optional) return undefined;
    }
    const others = schema['additionalProperties'];
    if (others !== undefined && others !== false && this.chance(0.5)) {
      const value = this.document(others, root, depth + 1);
      const name = this.one(['e', 'aNew', 'other', ...fieldNames]);
      if (value !== undefined && !(name in properties)) made[name] = value;
    }
    return made;
  }
}

type Place = readonly (string | number)[];

function placesIn(schema: Json, place: Place = []): readonly Place[] {
  if (!isObject(schema)) return [];
  const found: Place[] = [place];
  for (const keyword of ['properties', '$defs']) {
    const named = schema[keyword];
    if (isObject(named))
      for (const [name, each] of Object.entries(named))
        found.push(...placesIn(each, [...place, keyword, name]));
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    const list = schema[keyword];
    if (Array.isArray(list))
      for (const [index, each] of list.entries()) found.push(...placesIn(each, [...place, keyword, index]));
  }
  found.push(...placesIn(schema['items'] ?? null, [...place, 'items']));
  return found;
}

function at(schema: Json, place: Place): SchemaObject {
  return place.reduce<any>((inner, step) => inner[step], schema);
}

function replaced(schema: Json, place: Place, by: Json): Json {
  const [step, ...rest] = place;
  if (step === undefined) return { ...(by as SchemaObject) };
  if (Array.isArray(schema)) return schema.with(step as number, replaced(schema[step as number], rest, by));
  return { ...(schema as SchemaObject), [step]: replaced((schema as SchemaObject)[step]!, rest, by) };
}
