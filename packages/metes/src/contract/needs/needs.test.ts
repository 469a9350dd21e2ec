import { expect, it } from 'vitest';
import { decide } from '../compatibility/decide.ts';
import type { SchemaObject } from '../compatibility/json-schema.ts';
import { judgeOf } from '../compatibility/schemas-under-test.ts';
import { expectationOf, hasField, valuesGone } from './expectation.ts';
import { neededFields, type NeedTree, values } from './needed.ts';

const text = { type: 'string' };
const order: SchemaObject = {
  type: 'object',
  properties: {
    id: text,
    total: {
      type: 'object',
      properties: { minor: { type: 'integer' }, currency: text },
      required: ['minor', 'currency'],
    },
    lines: { type: 'array', items: { $ref: '#/$defs/Line' } },
    pay: {
      oneOf: [
        { type: 'object', properties: { type: { const: 'card' }, token: text }, required: ['type', 'token'] },
        { type: 'object', properties: { type: { const: 'bank' }, iban: text }, required: ['type', 'iban'] },
      ],
    },
    note: { type: ['string', 'null'] },
  },
  required: ['id', 'total', 'lines', 'pay'],
  additionalProperties: false,
  $defs: {
    Line: { type: 'object', properties: { sku: text, n: { type: 'integer' } }, required: ['sku', 'n'] },
  },
};
const document = {
  id: 'o',
  total: { minor: 1, currency: 'EUR' },
  lines: [{ sku: 's', n: 1 }],
  pay: { type: 'card', token: 't' },
};

it('knows every place of a need', () => {
  const tree: NeedTree = { id: true, lines: [{ sku: true, n: true }], pay: { type: values('card') } };
  expect(neededFields(tree).map((each) => each.path)).toEqual(['id', 'lines[].sku', 'lines[].n', 'pay.type']);
  expect(neededFields(tree)[1]!.alone).toEqual({ lines: [{ sku: true }] });
  expect(neededFields(tree)[3]!.values).toEqual(['card']);
});

it.each<[string, NeedTree, boolean]>([
  ['a field', { id: true }, true],
  ['a field of items', { lines: [{ sku: true }] }, true],
  ['a field of one alternative', { pay: { iban: true } }, true],
  ['a field that is not there', { total: { tax: true } }, false],
  ['items of what is no list', { id: [true] }, false],
])('finds %s', (_, tree, found) => {
  expect(hasField(order, tree)).toBe(found);
});

it('finds the fields of a schema that has a name of its own', () => {
  const named: SchemaObject = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $ref: '#/$defs/Order',
    $defs: { Order: order },
  };
  expect([hasField(named, { id: true }), hasField(named, { tax: true })]).toEqual([true, false]);
});

it('holds fields that are called like keywords', () => {
  const fields = (id: object): SchemaObject =>
    ({
      type: 'object',
      properties: { a: { type: 'object', properties: { $id: id }, required: ['$id'] } },
      required: ['a'],
    }) as SchemaObject;
  expect(decide(expectationOf(fields(text), { a: true }), fields({ type: 'integer' })).verdict).toBe(
    'incompatible',
  );
});

/** The schema without a field, at a place given by a function. */
function without(change: (copy: any) => void): SchemaObject {
  const copy = structuredClone(order);
  change(copy);
  return copy;
}
const removals: readonly (readonly [string, NeedTree, SchemaObject])[] = [
  [
    'id',
    { id: true },
    without((copy) => delete copy.properties.id && (copy.required = ['total', 'lines', 'pay'])),
  ],
  [
    'total.currency',
    { total: { currency: true } },
    without((copy) => (copy.properties.total.required = ['minor'])),
  ],
  [
    'lines[].sku',
    { lines: [{ sku: true }] },
    without((copy) => (copy.$defs.Line.properties.sku = { type: 'integer' })),
  ],
  [
    'pay.token',
    { pay: { token: true } },
    without(
      (copy) =>
        delete copy.properties.pay.oneOf[0].properties.token &&
        (copy.properties.pay.oneOf[0].required = ['type']),
    ),
  ],
  ['note', { note: true }, without((copy) => (copy.properties.note = { type: 'boolean' }))],
];

it.each(removals)('notices when %s is no longer what it was, and nobody else does', (path, tree, after) => {
  const found = decide(expectationOf(order, tree), after);
  expect(found).toMatchObject({ verdict: 'incompatible' });
  const { witness } = found as { witness: unknown };
  expect([judgeOf(after)(witness), judgeOf(expectationOf(order, tree))(witness)]).toEqual([true, false]);
  for (const [other, theirs] of removals)
    if (other !== path)
      expect([other, decide(expectationOf(order, theirs), after).verdict]).toEqual([other, 'compatible']);
});

it('is met by what goes out today, as a validator sees it', () => {
  for (const [, tree] of removals) expect(judgeOf(expectationOf(order, tree))(document)).toBe(true);
});

it('notices when a value that is handled cannot occur any more, and no more than that', () => {
  const [field] = neededFields({ pay: { type: values('card', 'bank') } });
  expect(valuesGone(order, field!)).toEqual([]);
  expect(
    valuesGone(
      without((copy) => copy.properties.pay.oneOf.pop()),
      field!,
    ),
  ).toEqual(['bank']);
  const more = without((copy) =>
    copy.properties.pay.oneOf.push({
      type: 'object',
      properties: { type: { const: 'cash' } },
      required: ['type'],
    }),
  );
  expect(decide(expectationOf(order, field!.alone), more).verdict).toBe('compatible');
});
