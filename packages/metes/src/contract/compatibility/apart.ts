import { own, isObject, type JsonSchema, resolved, typesOf } from './json-schema.ts';
import { valueFits } from './overlap.ts';
import type { Child, NumberShape, ObjectShape, Shape } from './shape.ts';

/** True when it is certain that no document fits both shapes. */
export function areApart(one: Shape, other: Shape, root: JsonSchema): boolean {
  if (one.is === 'value') return !valueFits(one, other, root);
  if (other.is === 'value') return !valueFits(other, one, root);
  if (one.is !== other.is) return true;
  if (one.is === 'number' && other.is === 'number')
    return numbersApart(one, other) || numbersApart(other, one);
  if (one.is === 'string' && other.is === 'string') return one.most < other.least || other.most < one.least;
  if (one.is === 'array' && other.is === 'array') return one.most < other.least || other.most < one.least;
  if (one.is === 'object' && other.is === 'object') return objectsApart(one, other, root);
  return false;
}

function numbersApart(low: NumberShape, high: NumberShape): boolean {
  if (low.most === undefined || high.least === undefined) return false;
  return low.most < high.least || (low.most === high.least && Boolean(low.below || high.above));
}

/** A field that both must have and that cannot be the same in both: what tells the members of a union apart. */
function objectsApart(one: ObjectShape, other: ObjectShape, root: JsonSchema): boolean {
  const shut = (shape: ObjectShape, name: string): boolean =>
    shape.others === false && !shape.properties.has(name);
  for (const name of one.required) if (shut(other, name)) return true;
  for (const name of other.required) if (shut(one, name)) return true;
  return [...one.required].some((name) => {
    if (!other.required.has(name)) return false;
    const mine = tokens(one.properties.get(name), root);
    const theirs = tokens(other.properties.get(name), root);
    return mine !== undefined && theirs !== undefined && mine.every((each) => !theirs.includes(each));
  });
}

/** What a field can be, as types or as values; undefined when it is not simple to say. */
function tokens(child: Child | undefined, root: JsonSchema): readonly string[] | undefined {
  if (!isObject(child)) return undefined;
  const reference = own(child, '$ref');
  if (typeof reference === 'string') {
    const target = resolved(reference, root);
    return isObject(target) && Object.hasOwn(target, '$ref') ? undefined : tokens(target, root);
  }
  if (Object.hasOwn(child, 'const')) return [JSON.stringify(child['const'])];
  const values = own(child, 'enum');
  if (Array.isArray(values)) return values.map((each) => JSON.stringify(each));
  const types = typesOf(child);
  return types?.length === 1 && types[0] === 'null' ? ['null'] : undefined;
}
