import type { Json } from '../base/json.ts';
import type { FuzzSchema } from './fuzz-endpoint.ts';

type Resolve = (schema: FuzzSchema) => FuzzSchema;

/** A place inside a sample: the path to it, what stands there, and the schema of it. */
export interface SamplePlace {
  readonly path: readonly (string | number)[];
  readonly value: Json;
  readonly schema: FuzzSchema;
}

const deepest = 5;

/** Texts of the forms that schemas ask for most; the first that fits a schema is taken. */
const texts = [
  'a1',
  'A1B2C3',
  'EUR',
  'USD',
  'DE',
  '12345',
  '10115',
  '2026-11-21',
  '2026-11-21T10:00:00Z',
  '0198c2f0-4b1e-7c3d-8e2f-0123456789ab',
  'someone@example.com',
  'https://example.com/',
  '+4930123456',
  'some-words',
  'Some words',
  'a',
];
const byFormat: Readonly<Record<string, string>> = {
  uuid: '0198c2f0-4b1e-7c3d-8e2f-0123456789ab',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  date: '2026-11-21',
  'date-time': '2026-11-21T10:00:00Z',
};

/** A value that a schema very likely accepts, with every optional field that it declares. */
export function sampleOf(given: FuzzSchema, resolve: Resolve, depth = 0): Json {
  const schema = resolve(given);
  if ('const' in schema) return schema['const']!;
  if (Array.isArray(schema['enum'])) return schema['enum'][0] as Json;
  const choice = choiceOf(schema, resolve);
  if (choice) return sampleOf(choice, resolve, depth);
  switch (typeOf(schema)) {
    case 'object':
      return sampleObject(schema, resolve, depth);
    case 'array': {
      const fewest = Math.max(Number(schema['minItems'] ?? 0), depth < deepest ? 1 : 0);
      return isSchema(schema['items'])
        ? Array.from({ length: fewest }, () => sampleOf(schema['items'] as FuzzSchema, resolve, depth + 1))
        : [];
    }
    case 'integer':
    case 'number':
      return sampleNumber(schema);
    case 'boolean':
      return true;
    case 'string':
      return sampleText(schema);
    default:
      return null;
  }
}

/** Every place of a sample, the whole first. */
export function placesOf(
  given: FuzzSchema,
  value: Json,
  resolve: Resolve,
  path: SamplePlace['path'] = [],
): readonly SamplePlace[] {
  const resolved = resolve(given);
  const schema = choiceOf(resolved, resolve) ?? resolved;
  const here = { path, value, schema };
  if (Array.isArray(value))
    return [
      here,
      ...value.flatMap((each: Json, index) =>
        placesOf((schema['items'] ?? {}) as FuzzSchema, each, resolve, [...path, index]),
      ),
    ];
  if (typeof value !== 'object' || value === null) return [here];
  const properties = (schema['properties'] ?? {}) as Record<string, FuzzSchema>;
  return [
    here,
    ...Object.entries(value).flatMap(([name, each]) =>
      placesOf(properties[name] ?? {}, each, resolve, [...path, name]),
    ),
  ];
}

/** The names of the JSON types that a schema allows; undefined when it does not say. */
export function typesOf(schema: FuzzSchema): readonly string[] | undefined {
  const type = schema['type'];
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? (type as string[]) : undefined;
}

function typeOf(schema: FuzzSchema): string | undefined {
  return typesOf(schema)?.[0] ?? ('properties' in schema ? 'object' : undefined);
}

/** The first alternative that is not null. */
function choiceOf(schema: FuzzSchema, resolve: Resolve): FuzzSchema | undefined {
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly FuzzSchema[] | undefined;
  const chosen = choices?.find((each) => resolve(each)['type'] !== 'null');
  return chosen && resolve(chosen);
}

function sampleObject(schema: FuzzSchema, resolve: Resolve, depth: number): Json {
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, FuzzSchema>);
  return Object.fromEntries(
    properties
      .filter(([name]) => required.has(name) || depth < deepest)
      .map(([name, each]) => [name, sampleOf(each, resolve, depth + 1)]),
  );
}

function sampleNumber(schema: FuzzSchema): number {
  const least = Number(
    schema['minimum'] ??
      (schema['exclusiveMinimum'] !== undefined ? Number(schema['exclusiveMinimum']) + 1 : 1),
  );
  const most = Number(schema['maximum'] ?? Number.MAX_SAFE_INTEGER);
  return Math.min(Math.max(least, 1), most);
}

function sampleText(schema: FuzzSchema): string {
  const least = Number(schema['minLength'] ?? 0);
  const most = Number(schema['maxLength'] ?? 1_000);
  const pattern = typeof schema['pattern'] === 'string' ? new RegExp(schema['pattern'], 'u') : undefined;
  const format = byFormat[String(schema['format'])];
  const padded = texts.map((each) => each.padEnd(least, each).slice(0, most));
  const fits = [...(format === undefined ? [] : [format]), ...texts, ...padded].find(
    (each) => each.length >= least && each.length <= most && (pattern?.test(each) ?? true),
  );
  return fits ?? 'a'.padEnd(least, 'a');
}

function isSchema(value: Json | undefined): value is FuzzSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
