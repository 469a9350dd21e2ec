import { expect, it } from 'vitest';
import { changeMatrix } from './change-matrix-under-test.ts';
import type { Expected } from './matrix-line-under-test.ts';
import { changesBetween } from './changes.ts';
import type { SchemaObject } from './json-schema.ts';
import { accepts } from './accepts.ts';
import { type Break, breaksOf, type CompatibilityMode, compatibilityModes } from './modes.ts';
import { judgeOf } from './schemas-under-test.ts';

it('has at least 60 changes in the matrix, each once', () => {
  expect(changeMatrix.length).toBeGreaterThanOrEqual(60);
  expect(new Set(changeMatrix.map((each) => each.name)).size).toBe(changeMatrix.length);
});

it.each(changeMatrix)('classifies $name', ({ before, after, changes }) => {
  const found = changesBetween(before, after).map(({ kind, path }) => `${kind} @ ${path}`);
  expect(found.toSorted()).toEqual([...changes].toSorted());
});

const proofs = { no: 'refused', misread: 'misread', unknown: 'undecided' } as const;

function expected(mode: CompatibilityMode, backward: Expected, forward: Expected): readonly string[] {
  const wanted = (direction: string, each: Expected): string[] =>
    each === 'yes' ? [] : [`${direction} ${proofs[each]}`];
  return [
    ...(mode.startsWith('FORWARD') ? [] : wanted('BACKWARD', backward)),
    ...(mode.startsWith('BACKWARD') ? [] : wanted('FORWARD', forward)),
  ];
}

/** The witness is what it claims to be, says a validator from outside. */
function checkWitness(each: Break, before: SchemaObject, after: SchemaObject): void {
  if (each.proof === 'undecided') return expect(each).not.toHaveProperty('witness');
  const [reader, writer] = each.direction === 'BACKWARD' ? [after, before] : [before, after];
  expect([judgeOf(writer)(each.witness), judgeOf(reader)(each.witness)]).toEqual([
    true,
    each.proof === 'misread',
  ]);
}

it.each(changeMatrix)('judges $name in every mode', ({ before, after, backward, forward }) => {
  for (const mode of compatibilityModes) {
    const found = breaksOf(after, [{ version: 1, schema: before }], mode);
    expect([mode, ...found.map(({ direction, proof }) => `${direction} ${proof}`)]).toEqual([
      mode,
      ...expected(mode, backward, forward),
    ]);
    for (const each of found) checkWitness(each, before, after);
  }
});

const field = (schema: SchemaObject): SchemaObject => ({ type: 'object', properties: { a: schema } });
const histories: readonly {
  readonly name: string;
  readonly versions: readonly SchemaObject[];
  /** The modes that are broken. */
  readonly broken: readonly CompatibilityMode[];
}[] = [
  {
    name: 'a field that was dropped and comes back as something else',
    versions: [field({ type: 'string' }), { type: 'object' }, field({ type: 'integer' })],
    broken: ['BACKWARD_TRANSITIVE', 'FORWARD_TRANSITIVE', 'FULL_TRANSITIVE'],
  },
  {
    name: 'values that shrank and are now what the last version had',
    versions: [{ enum: ['x', 'y'] }, { enum: ['x'] }, { enum: ['x'] }],
    broken: ['BACKWARD_TRANSITIVE', 'FULL_TRANSITIVE'],
  },
  {
    name: 'values that only grow',
    versions: [{ enum: ['x'] }, { enum: ['x', 'y'] }, { enum: ['x', 'y', 'z'] }],
    broken: ['FORWARD', 'FORWARD_TRANSITIVE', 'FULL', 'FULL_TRANSITIVE'],
  },
  {
    name: 'values that grew before and stay',
    versions: [{ enum: ['x'] }, { enum: ['x', 'y'] }, { enum: ['x', 'y'] }],
    broken: ['FORWARD_TRANSITIVE', 'FULL_TRANSITIVE'],
  },
  {
    name: 'a field that got a default and then became optional',
    versions: [
      { ...field({ type: 'string' }), required: ['a'] },
      field({ type: 'string', default: 'x' }),
      field({ type: 'string' }),
    ],
    broken: ['FORWARD_TRANSITIVE', 'FULL_TRANSITIVE'],
  },
  {
    name: 'a first version',
    versions: [{ enum: ['x'] }],
    broken: [],
  },
];

it.each(histories)('judges $name against the last version or all of them', ({ versions, broken }) => {
  const retained = versions.slice(0, -1).map((schema, index) => ({ version: index + 1, schema }));
  const found = compatibilityModes.filter((mode) => breaksOf(versions.at(-1)!, retained, mode).length > 0);
  expect(found.toSorted()).toEqual([...broken].toSorted());
});

const grams = { type: 'integer', 'x-unit': 'g' };
it.each<readonly [string, (unit: object) => object, unknown]>([
  ['items that may be null', (unit) => ({ type: 'array', items: { anyOf: [{ type: 'null' }, unit] } }), [0]],
  [
    'the rest of a tuple',
    (unit) => ({ type: 'array', prefixItems: [{ type: 'string' }], items: unit }),
    ['a1', 0],
  ],
  ['an alternative', (unit) => ({ anyOf: [{ type: 'string' }, unit] }), 0],
])('shows the number that is misread, in %s', (_, around, witness) => {
  const [before, after] = [around(grams), around({ ...grams, 'x-unit': 'kg' })] as SchemaObject[];
  const [found, ...others] = breaksOf(after!, [{ version: 1, schema: before! }], 'BACKWARD');
  expect([found, others]).toMatchObject([{ proof: 'misread', witness }, []]);
});

it('shows the unit that changed in the second of two fields that look alike', () => {
  const next = { $ref: '#/$defs/T' };
  const step = (unit: string): object => ({
    type: 'object',
    properties: { n: { type: 'integer', 'x-unit': unit }, next },
  });
  const both = (unit: string) =>
    ({
      type: 'object',
      properties: { a: step('g'), b: step(unit) },
      $defs: { T: { type: 'object', properties: { next } } },
    }) as unknown as SchemaObject;
  expect(breaksOf(both('kg'), [{ version: 1, schema: both('g') }], 'BACKWARD')).toMatchObject([
    { path: 'b.n', proof: 'misread', witness: { b: {} } },
  ]);
});

it('names the version, the place and the reason of a break', () => {
  const [found] = breaksOf(
    field({ type: 'integer' }),
    [{ version: 1, schema: field({ type: 'string' }) }],
    'BACKWARD',
  );
  expect(found).toMatchObject({
    against: 1,
    path: 'a',
    reason: 'the type string is not accepted',
    proof: 'refused',
  });
});

it('says METES_CONTRACT_SCHEMA_UNDECIDED for documents of schemas that it cannot read', () => {
  for (const schema of [
    { if: {} },
    { $ref: 'other.json' },
    { $ref: '#/$defs/None' },
    { $ref: '#' },
    { pattern: '(' },
  ])
    expect(() => accepts(schema, 'x')).toThrow('METES_CONTRACT_SCHEMA_UNDECIDED');
});

it('decides at once over a schema that contains itself in two parts of one', () => {
  const part = (more: object): object => ({
    type: 'object',
    properties: { b: { $ref: '#/$defs/N' }, ...more },
  });
  const twofold = (format: object): SchemaObject =>
    ({
      $ref: '#/$defs/N',
      $defs: { N: { allOf: [part({ a: { type: 'number' } }), part({ c: { type: 'string', ...format } })] } },
    }) as unknown as SchemaObject;
  const found = (after: SchemaObject, before: SchemaObject): number =>
    breaksOf(after, [{ version: 1, schema: before }], 'BACKWARD').length;
  expect(found(twofold({}), twofold({ format: 'uuid' }))).toBe(0);
  expect(found(twofold({ format: 'uuid' }), twofold({}))).toBe(1);
});
