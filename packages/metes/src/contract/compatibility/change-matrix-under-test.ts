import type { Json } from '../../base/json.ts';
import type { SchemaObject } from './json-schema.ts';

/** A change of a schema and what is expected of it: `yes`, `no` (with a witness), `misread`, or `unknown`. */
export interface MatrixRow {
  readonly name: string;
  readonly before: SchemaObject;
  readonly after: SchemaObject;
  /** The classification: `kind @ path`. */
  readonly changes: readonly string[];
  /** Whether the new reader accepts what was written before. */
  readonly backward: Expected;
  /** Whether the old reader accepts what is written now. */
  readonly forward: Expected;
}
/** What is expected of one direction. */
export type Expected = 'yes' | 'no' | 'misread' | 'unknown';

const text = { type: 'string' };
const whole = { type: 'integer' };
const number = { type: 'number' };

function object(
  properties: Record<string, Json>,
  required: string[] = [],
  more: SchemaObject = {},
): SchemaObject {
  return { type: 'object', properties, required, ...more };
}
function shut(properties: Record<string, Json>, required: string[] = []): SchemaObject {
  return object(properties, required, { additionalProperties: false });
}
/** An object with one required field `a`. */
function a(schema: Json): SchemaObject {
  return object({ a: schema }, ['a']);
}
function list(items: Json, more: SchemaObject = {}): SchemaObject {
  return a({ type: 'array', items, ...more });
}
function tree(value: Json, required: string[] = ['value']): SchemaObject {
  return object({ value, kids: { type: 'array', items: { $ref: '#' } } }, required);
}
const card = object({ type: { const: 'card' }, token: text }, ['type', 'token']);
const bank = object({ type: { const: 'bank' }, account: text }, ['type', 'account']);
const cash = object({ type: { const: 'cash' } }, ['type']);

type Line = readonly [
  name: string,
  before: SchemaObject,
  after: SchemaObject,
  changes: string | readonly string[],
  backward: Expected,
  forward: Expected,
];

const lines: readonly Line[] = [
  ['nothing', a(text), a(text), [], 'yes', 'yes'],
  ['a description', a(text), a({ ...text, description: 'A name' }), [], 'yes', 'yes'],
  [
    'the order of fields',
    object({ a: text, b: text }, ['a', 'b']),
    object({ b: text, a: text }, ['b', 'a']),
    [],
    'yes',
    'yes',
  ],
  // Fields
  [
    'an optional field added, open',
    a(text),
    object({ a: text, b: text }, ['a']),
    'optional field added @ b',
    'yes',
    'yes',
  ],
  [
    'an optional field added, closed',
    shut({ a: text }, ['a']),
    shut({ a: text, b: text }, ['a']),
    'optional field added @ b',
    'yes',
    'no',
  ],
  [
    'a required field added, open',
    a(text),
    object({ a: text, b: text }, ['a', 'b']),
    'required field added @ b',
    'no',
    'yes',
  ],
  [
    'a required field added, closed',
    shut({ a: text }, ['a']),
    shut({ a: text, b: text }, ['a', 'b']),
    'required field added @ b',
    'no',
    'no',
  ],
  [
    'an optional field removed, open',
    object({ a: text, b: whole }, ['a']),
    a(text),
    'field removed @ b',
    'yes',
    'yes',
  ],
  [
    'an optional field removed, closed',
    shut({ a: text, b: whole }, ['a']),
    shut({ a: text }, ['a']),
    'field removed @ b',
    'no',
    'yes',
  ],
  [
    'a required field removed, open',
    object({ a: text, b: whole }, ['a', 'b']),
    a(text),
    'field removed @ b',
    'yes',
    'no',
  ],
  [
    'a required field removed, closed',
    shut({ a: text, b: whole }, ['a', 'b']),
    shut({ a: text }, ['a']),
    'field removed @ b',
    'no',
    'no',
  ],
  [
    'a required field renamed, open',
    object({ id: text, n: whole }, ['id']),
    object({ orderId: text, n: whole }, ['orderId']),
    'field renamed @ id',
    'no',
    'no',
  ],
  [
    'an optional field renamed, open',
    object({ n: whole }),
    object({ count: whole }),
    'field renamed @ n',
    'yes',
    'yes',
  ],
  [
    'an optional field renamed, closed',
    shut({ n: whole }),
    shut({ count: whole }),
    'field renamed @ n',
    'no',
    'no',
  ],
  [
    'a field renamed inside',
    a(object({ x: whole }, ['x'])),
    a(object({ y: whole }, ['y'])),
    'field renamed @ a.x',
    'no',
    'no',
  ],
  ['a field made required', object({ a: text }), a(text), 'field made required @ a', 'no', 'yes'],
  ['a field made optional', a(text), object({ a: text }), 'field made optional @ a', 'yes', 'no'],
  [
    'required moved from one field to another',
    object({ a: text, b: text }, ['a']),
    object({ a: text, b: text }, ['b']),
    ['field made optional @ a', 'field made required @ b'],
    'no',
    'no',
  ],
  [
    'a field added to an explicitly open object',
    object({}, [], { additionalProperties: true }),
    object({ a: whole }, [], { additionalProperties: true }),
    'optional field added @ a',
    'no',
    'yes',
  ],
  [
    'a field of a map given a type of its own',
    object({}, [], { additionalProperties: whole }),
    object({ a: { ...whole, minimum: 0 } }, [], { additionalProperties: whole }),
    'optional field added @ a',
    'no',
    'yes',
  ],
  // Types
  ['a field retyped', a(text), a(whole), 'type changed @ a', 'no', 'no'],
  ['integer to number', a(whole), a(number), 'type widened @ a', 'yes', 'no'],
  ['number to integer', a(number), a(whole), 'type narrowed @ a', 'no', 'yes'],
  ['a type beside another', a(text), a({ type: ['string', 'integer'] }), 'type widened @ a', 'yes', 'no'],
  ['text to list of texts', a(text), list(text), 'type changed @ a', 'no', 'no'],
  ['object to text', a(object({ x: whole })), a(text), 'type changed @ a', 'no', 'no'],
  ['anything to text', a({}), a(text), 'type narrowed @ a', 'no', 'yes'],
  ['text to anything', a(text), a({}), 'type widened @ a', 'yes', 'no'],
  // Null
  ['null allowed by type', a(text), a({ type: ['string', 'null'] }), 'null allowed @ a', 'yes', 'no'],
  ['null forbidden by type', a({ type: ['string', 'null'] }), a(text), 'null forbidden @ a', 'no', 'yes'],
  [
    'null allowed by a union',
    a(card),
    a({ anyOf: [card, { type: 'null' }] }),
    'null allowed @ a',
    'yes',
    'no',
  ],
  [
    'null allowed, said in another way',
    a({ type: ['string', 'null'] }),
    a({ anyOf: [text, { type: 'null' }] }),
    [],
    'yes',
    'yes',
  ],
  // Values
  [
    'values widened',
    a({ enum: ['x', 'y'] }),
    a({ enum: ['x', 'y', 'z'] }),
    'values widened @ a',
    'yes',
    'no',
  ],
  ['values narrowed', a({ enum: ['x', 'y'] }), a({ enum: ['x'] }), 'values narrowed @ a', 'no', 'yes'],
  ['values replaced', a({ enum: ['x', 'y'] }), a({ enum: ['x', 'z'] }), 'values replaced @ a', 'no', 'no'],
  ['values in another order', a({ enum: ['x', 'y'] }), a({ enum: ['y', 'x'] }), [], 'yes', 'yes'],
  ['values to any text', a({ ...text, enum: ['x', 'y'] }), a(text), 'values widened @ a', 'yes', 'no'],
  ['any text to values', a(text), a({ ...text, enum: ['x', 'y'] }), 'values narrowed @ a', 'no', 'yes'],
  ['a constant to a list of it', a({ const: 'x' }), a({ enum: ['x'] }), [], 'yes', 'yes'],
  ['a constant changed', a({ const: 1 }), a({ const: 2 }), 'values replaced @ a', 'no', 'no'],
  // Bounds
  ['a lower bound added', a(whole), a({ ...whole, minimum: 0 }), 'bound tightened @ a', 'no', 'yes'],
  [
    'a lower bound raised',
    a({ ...whole, minimum: 0 }),
    a({ ...whole, minimum: 1 }),
    'bound tightened @ a',
    'no',
    'yes',
  ],
  [
    'an upper bound raised',
    a({ ...number, maximum: 9 }),
    a({ ...number, maximum: 10 }),
    'bound loosened @ a',
    'yes',
    'no',
  ],
  ['an upper bound dropped', a({ ...number, maximum: 9 }), a(number), 'bound loosened @ a', 'yes', 'no'],
  [
    'a bound made exclusive',
    a({ ...number, minimum: 0 }),
    a({ ...number, exclusiveMinimum: 0 }),
    ['bound loosened @ a', 'bound tightened @ a'],
    'no',
    'yes',
  ],
  [
    'the same bound of whole numbers, said otherwise',
    a({ ...whole, minimum: 1 }),
    a({ ...whole, exclusiveMinimum: 0 }),
    ['bound loosened @ a', 'bound tightened @ a'],
    'yes',
    'yes',
  ],
  ['a multiple added', a(whole), a({ ...whole, multipleOf: 5 }), 'bound tightened @ a', 'no', 'yes'],
  [
    'a multiple made finer',
    a({ ...whole, multipleOf: 10 }),
    a({ ...whole, multipleOf: 5 }),
    'bound loosened @ a',
    'yes',
    'no',
  ],
  [
    'a finer step of money',
    a({ ...number, multipleOf: 0.1 }),
    a({ ...number, multipleOf: 0.01 }),
    'bound loosened @ a',
    'yes',
    'no',
  ],
  [
    'whole numbers from 1 to 3 listed',
    a({ ...whole, minimum: 1, maximum: 3 }),
    a({ type: 'integer', enum: [1, 2, 3] }),
    ['bound loosened @ a', 'bound loosened @ a', 'values narrowed @ a'],
    'yes',
    'yes',
  ],
  // Texts
  [
    'a longer text allowed',
    a({ ...text, maxLength: 5 }),
    a({ ...text, maxLength: 9 }),
    'length loosened @ a',
    'yes',
    'no',
  ],
  [
    'a shorter text demanded',
    a({ ...text, maxLength: 9 }),
    a({ ...text, maxLength: 5 }),
    'length tightened @ a',
    'no',
    'yes',
  ],
  ['an empty text forbidden', a(text), a({ ...text, minLength: 1 }), 'length tightened @ a', 'no', 'yes'],
  ['a pattern added', a(text), a({ ...text, pattern: '^[A-Z]{3}$' }), 'pattern changed @ a', 'no', 'yes'],
  ['a pattern dropped', a({ ...text, pattern: '^[A-Z]{3}$' }), a(text), 'pattern changed @ a', 'yes', 'no'],
  [
    'a pattern replaced',
    a({ ...text, pattern: '^[A-Z]{3}$' }),
    a({ ...text, pattern: '^[0-9]{3}$' }),
    'pattern changed @ a',
    'no',
    'no',
  ],
  [
    'a pattern said otherwise',
    a({ ...text, pattern: '^[0-9]+$' }),
    a({ ...text, pattern: '^\\d+$' }),
    'pattern changed @ a',
    'unknown',
    'unknown',
  ],
  ['a format added', a(text), a({ ...text, format: 'date' }), 'format changed @ a', 'no', 'yes'],
  [
    'a format replaced',
    a({ ...text, format: 'date' }),
    a({ ...text, format: 'date-time' }),
    'format changed @ a',
    'no',
    'no',
  ],
  ['a format nobody knows', a(text), a({ ...text, format: 'isbn' }), 'format changed @ a', 'unknown', 'yes'],
  // Other fields
  [
    'unknown fields forbidden',
    object({ a: text }),
    shut({ a: text }),
    'unknown fields forbidden @ (root)',
    'yes',
    'yes',
  ],
  [
    'unknown fields forbidden to a writer of them',
    object({}, [], { additionalProperties: true }),
    shut({}),
    'unknown fields forbidden @ (root)',
    'no',
    'yes',
  ],
  [
    'unknown fields allowed and written',
    shut({}),
    object({}, [], { additionalProperties: true }),
    'unknown fields allowed @ (root)',
    'yes',
    'no',
  ],
  [
    'the values of a map narrowed',
    object({}, [], { additionalProperties: number }),
    object({}, [], { additionalProperties: whole }),
    'type narrowed @ *',
    'no',
    'yes',
  ],
  [
    'the names of a map narrowed',
    object({}, [], { additionalProperties: whole }),
    object({}, [], { additionalProperties: whole, propertyNames: { pattern: '^[a-z]+$' } }),
    'names of fields changed @ (root)',
    'no',
    'yes',
  ],
  [
    'at least one field demanded',
    object({ a: text }),
    object({ a: text }, [], { minProperties: 1 }),
    'field count changed @ (root)',
    'no',
    'yes',
  ],
  // Lists
  ['items retyped', list(text), list(whole), 'type changed @ a[]', 'no', 'no'],
  [
    'a field of items removed',
    list(object({ sku: text, n: whole }, ['sku', 'n'])),
    list(object({ sku: text }, ['sku'])),
    'field removed @ a[].n',
    'yes',
    'no',
  ],
  [
    'an empty list forbidden',
    list(text),
    list(text, { minItems: 1 }),
    'item count tightened @ a',
    'no',
    'yes',
  ],
  [
    'longer lists allowed',
    list(text, { maxItems: 2 }),
    list(text, { maxItems: 3 }),
    'item count loosened @ a',
    'yes',
    'no',
  ],
  [
    'items made unique',
    list(whole),
    list(whole, { uniqueItems: true }),
    'item count tightened @ a',
    'no',
    'yes',
  ],
  [
    'a place of a tuple retyped',
    list(false, { prefixItems: [text, whole] }),
    list(false, { prefixItems: [text, text] }),
    'type changed @ a[1]',
    'no',
    'no',
  ],
  [
    'a tuple made a list',
    list(false, { prefixItems: [text] }),
    list(text),
    ['item count loosened @ a'],
    'yes',
    'no',
  ],
  // Unions
  [
    'an alternative added',
    a({ oneOf: [card, bank] }),
    a({ oneOf: [card, bank, cash] }),
    'alternative added @ a',
    'yes',
    'no',
  ],
  [
    'an alternative removed',
    a({ oneOf: [card, bank] }),
    a({ oneOf: [card] }),
    'alternative removed @ a',
    'no',
    'yes',
  ],
  ['alternatives in another order', a({ anyOf: [card, bank] }), a({ anyOf: [bank, card] }), [], 'yes', 'yes'],
  [
    'a field of one alternative removed',
    a({ oneOf: [card, bank] }),
    a({ oneOf: [card, object({ type: { const: 'bank' } }, ['type'])] }),
    'field removed @ a.account',
    'yes',
    'no',
  ],
  [
    'a union instead of two types',
    a({ type: ['string', 'integer'] }),
    a({ anyOf: [text, whole] }),
    ['alternative removed @ a', 'alternative added @ a', 'alternative added @ a'],
    'yes',
    'yes',
  ],
  ['one of two that overlap', a({ anyOf: [number, whole] }), a({ oneOf: [number, whole] }), [], 'no', 'yes'],
  // References
  [
    'a definition put in place',
    { ...a({ $ref: '#/$defs/T' }), $defs: { T: text } },
    a(text),
    [],
    'yes',
    'yes',
  ],
  [
    'a definition narrowed',
    { ...a({ $ref: '#/$defs/T' }), $defs: { T: text } },
    { ...a({ $ref: '#/$defs/T' }), $defs: { T: { ...text, maxLength: 3 } } },
    'length tightened @ a',
    'no',
    'yes',
  ],
  [
    'parts instead of one object',
    { allOf: [a(text), object({ b: whole }, ['b'])] },
    object({ a: text, b: whole }, ['a', 'b']),
    [],
    'yes',
    'yes',
  ],
  ['a tree that stays', tree(text), tree({ ...text, description: 'x' }), [], 'yes', 'yes'],
  ['a tree whose values are narrowed', tree(number), tree(whole), 'type narrowed @ value', 'no', 'yes'],
  [
    'a tree that demands its branches',
    tree(text),
    tree(text, ['value', 'kids']),
    'field made required @ kids',
    'no',
    'yes',
  ],
  // Units and the rest
  [
    'a unit changed',
    a({ ...whole, 'x-unit': 'cents' }),
    a({ ...whole, 'x-unit': 'euros' }),
    'unit changed @ a',
    'misread',
    'misread',
  ],
  [
    'a unit named at last',
    a(whole),
    a({ ...whole, 'x-unit': 'cents' }),
    'unit changed @ a',
    'misread',
    'misread',
  ],
  [
    'a unit changed deep inside',
    list(object({ n: { ...whole, 'x-unit': 'kg' } })),
    list(object({ n: { ...whole, 'x-unit': 'g' } })),
    'unit changed @ a[].n',
    'misread',
    'misread',
  ],
  [
    'the unit of a number that may be null changed',
    a({ anyOf: [{ ...whole, 'x-unit': 'cents' }, { type: 'null' }] }),
    a({ anyOf: [{ ...whole, 'x-unit': 'euros' }, { type: 'null' }] }),
    'unit changed @ a',
    'misread',
    'misread',
  ],
  [
    'null allowed for a number that keeps its unit',
    a({ ...whole, 'x-unit': 'cents' }),
    a({ anyOf: [{ ...whole, 'x-unit': 'cents' }, { type: 'null' }] }),
    'null allowed @ a',
    'yes',
    'no',
  ],
  [
    'the unit written at the union in the place of its number',
    a({ anyOf: [{ ...whole, 'x-unit': 'cents' }, { type: 'null' }] }),
    a({ anyOf: [whole, { type: 'null' }], 'x-unit': 'cents' }),
    [],
    'yes',
    'yes',
  ],
  [
    'the unit of one alternative changed',
    a({ anyOf: [{ ...whole, 'x-unit': 'cents' }, text] }),
    a({ anyOf: [{ ...whole, 'x-unit': 'euros' }, text] }),
    'unit changed @ a',
    'misread',
    'misread',
  ],
  [
    'a keyword nobody understands',
    a(text),
    a({ ...text, if: { minLength: 3 }, then: { pattern: '^x' } }),
    ['keyword changed @ a', 'keyword changed @ a'],
    'unknown',
    'yes',
  ],
  [
    'a keyword nobody understands, on both sides',
    a({ ...text, contains: {} }),
    a({ ...text, contains: {} }),
    [],
    'yes',
    'yes',
  ],
];

/** Changes of schemas with what is right about them. */
export const changeMatrix: readonly MatrixRow[] = lines.map(
  ([name, before, after, changes, backward, forward]) => ({
    name,
    before,
    after,
    changes: typeof changes === 'string' ? [changes] : changes,
    backward,
    forward,
  }),
);
