import { isMetesError } from '../../base/errors.ts';
import { sameJson, type Json } from '../../base/json.ts';
import { accepts } from './accepts.ts';
import { asWritten } from './as-written.ts';
import type { Change } from './change.ts';
import { unitOf } from './changes.ts';
import { documentsOf } from './documents.ts';
import { hintsOf } from './hints.ts';
import { isObject, type JsonSchema } from './json-schema.ts';
import { type Place, placeOf } from './same-meaning.ts';

/** Why a number whose unit changed is misread. */
export function reasonOf({ before, after }: Change): string {
  const unit = (value: Json | undefined): string => (value === undefined ? 'no unit' : JSON.stringify(value));
  return `the unit was ${unit(before)} and is ${unit(after)}: the same number means something else`;
}

/**
 * A document that is valid where it is written and where it is read, and holds something of the unit that changed;
 * undefined when none was found, such as where the reader refuses all of them for another reason.
 */
export function misreadOf(
  { path, before, after }: Change,
  old: JsonSchema,
  now: JsonSchema,
  direction: 'BACKWARD' | 'FORWARD',
): Json | undefined {
  const [reader, writer] = direction === 'BACKWARD' ? [now, old] : [old, now];
  // Without anything of that unit, a document that holds it is no longer valid.
  const bare = before === undefined ? without(now, after) : without(old, before);
  const steps = stepsOf(path);
  const written = asWritten(writer);
  try {
    return documentsOf(written, hintsOf(written)).find(
      (each) => has(each, steps) && accepts(written, each) && accepts(reader, each) && !accepts(bare, each),
    );
  } catch (error) {
    if (isMetesError(error, 'METES_CONTRACT_SCHEMA_UNDECIDED')) return undefined;
    throw error;
  }
}

function without(schema: JsonSchema, unit: Json | undefined, place: Place = 'schema'): JsonSchema {
  const inside = (value: Json, where: Place): Json => {
    if (where === 'value') return value;
    if (Array.isArray(value)) return value.map((each: Json) => inside(each, where));
    return isObject(value) ? without(value, unit, where) : value;
  };
  if (!isObject(schema)) return schema;
  const made = Object.fromEntries(
    Object.entries(schema).map(([key, each]) => [
      key,
      inside(each, place === 'names' ? 'schema' : placeOf(key)),
    ]),
  );
  return place === 'schema' && sameJson(unitOf(schema) ?? null, unit ?? null)
    ? { allOf: [made, { type: 'null' }] }
    : made;
}

function stepsOf(path: string): readonly string[] {
  if (path === '(root)') return [];
  return path
    .replaceAll(/\[(\d*)\]/g, '.[$1]')
    .split('.')
    .filter(Boolean);
}

function has(at: Json | undefined, [step, ...rest]: readonly string[]): boolean {
  if (at === undefined) return false;
  if (step === undefined) return true;
  if (step === '*') return isObject(at) && Object.values(at).some((each) => has(each, rest));
  if (step === '[]') return Array.isArray(at) && at.some((each: Json) => has(each, rest));
  if (step.startsWith('[')) return Array.isArray(at) && has(at[Number(step.slice(1, -1))], rest);
  return isObject(at) && Object.hasOwn(at, step) && has(at[step], rest);
}
