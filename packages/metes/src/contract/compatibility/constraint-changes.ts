import { sameJson, type Json } from '../../base/json.ts';
import { isMultiple } from './accepts.ts';
import type { Change, ChangeKind } from './change.ts';
import { isSilent, own, type SchemaObject } from './json-schema.ts';

/** A change of the constraints of one place; the place is known to the caller. */
export type ConstraintChange = Omit<Change, 'path'>;

type Measure = readonly [
  keyword: string,
  tightens: 'up' | 'down',
  tightened: ChangeKind,
  loosened: ChangeKind,
];
const measures: readonly Measure[] = [
  ['minimum', 'up', 'bound tightened', 'bound loosened'],
  ['exclusiveMinimum', 'up', 'bound tightened', 'bound loosened'],
  ['maximum', 'down', 'bound tightened', 'bound loosened'],
  ['exclusiveMaximum', 'down', 'bound tightened', 'bound loosened'],
  ['minLength', 'up', 'length tightened', 'length loosened'],
  ['maxLength', 'down', 'length tightened', 'length loosened'],
  ['minItems', 'up', 'item count tightened', 'item count loosened'],
  ['maxItems', 'down', 'item count tightened', 'item count loosened'],
];
const elsewhere = new Set([
  ...measures.map(([keyword]) => keyword),
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
  'enum',
  'const',
  'multipleOf',
  'pattern',
  'format',
  'uniqueItems',
  'propertyNames',
  'minProperties',
  'maxProperties',
]);

/** The differences of all keywords that do not hold further schemas of documents. */
export function constraintChanges(before: SchemaObject, after: SchemaObject): readonly ConstraintChange[] {
  const found: ConstraintChange[] = [];
  const add = (kind: ChangeKind, old: Json | undefined, now: Json | undefined): void => {
    found.push({ kind, before: old, after: now });
  };
  for (const [keyword, tightens, tightened, loosened] of measures) {
    const [old, now] = [own(before, keyword), own(after, keyword)];
    if (old === now) continue;
    const tighter =
      old === undefined || (now !== undefined && (tightens === 'up' ? now! > old! : now! < old!));
    add(tighter ? tightened : loosened, old, now);
  }
  const step = [own(before, 'multipleOf'), own(after, 'multipleOf')] as const;
  if (step[0] !== step[1]) {
    const looser =
      step[1] === undefined || (typeof step[0] === 'number' && isMultiple(step[0], step[1] as number));
    add(looser ? 'bound loosened' : 'bound tightened', ...step);
  }
  values(before, after, add);
  const unique = [own(before, 'uniqueItems') ?? false, own(after, 'uniqueItems') ?? false] as const;
  if (unique[0] !== unique[1]) add(unique[1] ? 'item count tightened' : 'item count loosened', ...unique);
  const whole: readonly (readonly [string, ChangeKind])[] = [
    ['pattern', 'pattern changed'],
    ['format', 'format changed'],
    ['propertyNames', 'names of fields changed'],
    ['minProperties', 'field count changed'],
    ['maxProperties', 'field count changed'],
  ];
  const others = [...Object.keys(before), ...Object.keys(after)]
    .filter((keyword) => !elsewhere.has(keyword) && !isSilent(keyword))
    .map((keyword) => [keyword, 'keyword changed'] as const);
  for (const [keyword, kind] of [...whole, ...new Map(others)]) {
    const [old, now] = [own(before, keyword), own(after, keyword)];
    if (!sameJson(old ?? null, now ?? null)) add(kind, old, now);
  }
  return found;
}

function values(
  before: SchemaObject,
  after: SchemaObject,
  add: (kind: ChangeKind, old: Json | undefined, now: Json | undefined) => void,
): void {
  const [old, now] = [listed(before), listed(after)];
  if (!old && !now) return;
  const holds = (wide: readonly Json[] | undefined, narrow: readonly Json[] | undefined): boolean =>
    wide === undefined ||
    (narrow !== undefined && narrow.every((value) => wide.some((each) => sameJson(each, value))));
  if (holds(old, now) && holds(now, old)) return;
  add(holds(now, old) ? 'values widened' : holds(old, now) ? 'values narrowed' : 'values replaced', old, now);
}

function listed(schema: SchemaObject): readonly Json[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [schema['const']!];
  const all = own(schema, 'enum');
  return Array.isArray(all) ? (all as readonly Json[]) : undefined;
}
