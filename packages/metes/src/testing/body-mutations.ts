import type { Json } from '../base/json.ts';
import type { FuzzSchema } from './fuzz-endpoint.ts';
import { placesOf, type SamplePlace, typesOf } from './schema-sample.ts';

/** A request body gone wrong. */
export interface BodyMutation {
  readonly mutation: string;
  readonly body: string | Buffer;
  /** True when no right-minded server takes it. */
  readonly mustRefuse: boolean;
}

const otherTypes: readonly (readonly [name: string, types: readonly string[], raw: string])[] = [
  ['null', ['null'], 'null'],
  ['a boolean', ['boolean'], 'true'],
  ['a fraction', ['number'], '1.5'],
  ['a number', ['number', 'integer'], '12345'],
  ['a text', ['string'], '"text"'],
  ['a list', ['array'], '[]'],
  ['an object', ['object'], '{}'],
];
const rawValues: readonly (readonly [name: string, raw: string])[] = [
  ['2^53+1', '9007199254740993'],
  ['-2^53-1', '-9007199254740993'],
  ['-0', '-0'],
  ['1e400', '1e400'],
  ['U+0000', '"a\\u0000b"'],
  ['a lone high surrogate', '"a\\ud800"'],
  ['a lone low surrogate', '"\\udc00b"'],
  ['a huge text', JSON.stringify('x'.repeat(200_000))],
  ['deep lists', '['.repeat(3_000) + ']'.repeat(3_000)],
];
const rawMembers: readonly (readonly [name: string, raw: string])[] = [
  ['an unknown field', '"nobodyDeclaredThis":1'],
  ['a privileged field', '"roles":["staff"]'],
  ['__proto__', '"__proto__":{"polluted":true}'],
  ['__proto__ by an escape', '"\\u005f_proto__":{"polluted":true}'],
  ['constructor', '"constructor":{"prototype":{"polluted":true}}'],
  ['prototype', '"prototype":{"polluted":true}'],
  ['a field with U+0000 in its name', '"a\\u0000":1'],
];

/** What can go wrong with a body: the whole of it, and each place in it. */
export function bodyMutations(
  schema: FuzzSchema,
  sample: Json,
  resolve: (schema: FuzzSchema) => FuzzSchema,
): readonly BodyMutation[] {
  const places = placesOf(schema, sample, resolve);
  return [
    ...wholeMutations(JSON.stringify(sample)),
    ...places.flatMap((place) => [...valueMutations(sample, place), ...objectMutations(sample, place)]),
  ];
}

/** What can go wrong with a body whatever it is about. */
export function wholeMutations(text: string): readonly BodyMutation[] {
  const bodies: readonly (readonly [string, string | Buffer])[] = [
    ['truncated JSON', text.slice(0, -1)],
    ['half of the JSON', text.slice(0, Math.floor(text.length / 2))],
    ['no body', ''],
    ['something after the JSON', `${text}x`],
    ['a byte order mark', `\ufeff${text}`],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    ],
    [
      'surrogates as bytes',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    ],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['NaN', 'NaN'],
    ['single quotes', "{'a':1}"],
    ['a comment', `/* */${text}`],
    ['objects 20,000 deep', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['100,000 fields', `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join(',')}}`],
    ['10,000 fields', `{${Array.from({ length: 10_000 }, (_, index) => `"${index}":1`).join(',')}}`],
  ];
  return bodies.map(([mutation, body]) => ({ mutation: `body: ${mutation}`, body, mustRefuse: true }));
}

function valueMutations(sample: Json, { path, value, schema }: SamplePlace): readonly BodyMutation[] {
  const where = path.length === 0 ? 'body' : path.join('.');
  const allowed = typesOf(schema);
  const types = otherTypes.map(([name, is, raw]) => ({
    mutation: `${where}: ${name}`,
    body: rendered(sample, path, raw),
    mustRefuse: allowed !== undefined && !is.some((type) => allowed.includes(type)),
  }));
  const raws = rawValues.map(([name, raw]) => ({
    mutation: `${where}: ${name}`,
    body: rendered(sample, path, raw),
    mustRefuse: true,
  }));
  const odd =
    typeof value === 'string'
      ? ['""', '" "', '"\\u202e\\ufeff"', '"<script>\'; DROP TABLE x; --"', JSON.stringify('😀'.repeat(500))]
      : typeof value === 'number'
        ? ['0', '-1', '9007199254740991', '1e-7']
        : [];
  return [
    ...types,
    ...raws,
    ...odd.map((raw) => ({
      mutation: `${where}: ${raw.slice(0, 24)}`,
      body: rendered(sample, path, raw),
      mustRefuse: false,
    })),
  ];
}

function objectMutations(sample: Json, { path, value, schema }: SamplePlace): readonly BodyMutation[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const where = path.length === 0 ? 'body' : path.join('.');
  const members = Object.entries(value as Record<string, Json>).map(
    ([name, each]) => [name, `${JSON.stringify(name)}:${JSON.stringify(each)}`] as const,
  );
  const withMembers = (mutation: string, raw: readonly string[], mustRefuse = true): BodyMutation => ({
    mutation: `${where}: ${mutation}`,
    body: rendered(sample, path, `{${raw.join(',')}}`),
    mustRefuse,
  });
  const all = members.map(([, raw]) => raw);
  const isClosed = schema['additionalProperties'] === false;
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  return [
    ...rawMembers.map(([name, raw]) =>
      withMembers(name, [...all, raw], isClosed || !/unknown|privileged/.test(name)),
    ),
    ...(all.length > 0 ? [withMembers('a field twice', [...all, all[0]!])] : []),
    ...members.map(([name]) =>
      withMembers(
        `without ${name}`,
        members.filter(([each]) => each !== name).map(([, raw]) => raw),
        required.has(name),
      ),
    ),
  ];
}

/** The JSON text of a value, with raw text in one place of it. */
function rendered(value: Json, path: SamplePlace['path'], raw: string): string {
  const [step, ...rest] = path;
  if (step === undefined) return raw;
  if (Array.isArray(value))
    return `[${value.map((each: Json, index) => (index === step ? rendered(each, rest, raw) : JSON.stringify(each))).join(',')}]`;
  return `{${Object.entries(value as Record<string, Json>)
    .map(
      ([name, each]) =>
        `${JSON.stringify(name)}:${name === step ? rendered(each, rest, raw) : JSON.stringify(each)}`,
    )
    .join(',')}}`;
}
