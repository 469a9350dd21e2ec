import { MetesError } from './errors.ts';

/** A value that JSON can carry without loss. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How deep a value may be nested: deeper ones are circles, or attacks. */
const mostLevels = 500;

/**
 * The JSON form of a value, as a copy: what a reader of the log or of a message gets back. Value objects become their
 * JSON form. The same as `JSON.parse(JSON.stringify(value))`, without the text in between (`new Number(1)` and its like
 * aside); what has no JSON form at the root becomes null.
 *
 * @throws METES_JSON_UNSUPPORTED for big integers, circles and values nested too deep.
 */
export function toJson(value: unknown): Json {
  return copy(value, 0) ?? null;
}

/**
 * Refuses what `toJson` refuses, without making the copy.
 *
 * @throws METES_JSON_UNSUPPORTED
 */
export function checkJson(value: unknown): void {
  check(value, 0);
}

function check(value: unknown, level: number): void {
  if (typeof value === 'bigint') throw unsupported('a big integer');
  if (typeof value !== 'object' || value === null) return;
  if (level > mostLevels) throw unsupported('a circle, or too many levels');
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON === 'function') return check(toJSON.call(value), level + 1);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) check(value[index], level + 1);
    return;
  }
  // No list of the fields: whatever `for in` finds on a prototype too is checked for nothing, and does no harm.
  for (const key in value) check((value as Record<string, unknown>)[key], level + 1);
}

function unsupported(what: string): MetesError {
  return new MetesError('METES_JSON_UNSUPPORTED', { what, most: mostLevels });
}

/** `undefined` where JSON leaves a field out. */
function copy(value: unknown, level: number): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      // Adding zero turns -0 into 0, as the text form does.
      return Number.isFinite(value) ? value + 0 : null;
    case 'bigint':
      throw unsupported('a big integer');
    case 'object':
      return value === null ? null : copyObject(value, level);
    default:
      return undefined;
  }
}

function copyObject(value: object, level: number): Json | undefined {
  if (level > mostLevels) throw unsupported('a circle, or too many levels');
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON === 'function') return copy(toJSON.call(value), level + 1);
  if (Array.isArray(value)) {
    const list: Json[] = [];
    for (let index = 0; index < value.length; index++) list.push(copy(value[index], level + 1) ?? null);
    return list;
  }
  const fields: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const inner = copy((value as Record<string, unknown>)[key], level + 1);
    if (inner === undefined) continue;
    if (key === '__proto__')
      Object.defineProperty(fields, key, {
        value: inner,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    else fields[key] = inner;
  }
  return fields;
}

/** True when two values have the same JSON form; the order of fields does not matter. */
export function sameJson(one: unknown, other: unknown): boolean {
  return firstDifference(one, other) === undefined;
}

/**
 * The place where the JSON forms of two values differ first, with dots; empty at the root, undefined when they are the
 * same. The order of fields does not matter.
 *
 * @example firstDifference({ total: { minor: 1 } }, { total: { minor: 2 } }) // 'total.minor'
 */
export function firstDifference(one: unknown, other: unknown): string | undefined {
  return difference(toJson(one), toJson(other), '');
}

function difference(one: Json | undefined, other: Json | undefined, path: string): string | undefined {
  if (one === other) return undefined;
  if (!isBranch(one) || !isBranch(other) || Array.isArray(one) !== Array.isArray(other)) return path;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const inner = difference(fieldOf(one, key), fieldOf(other, key), path === '' ? key : `${path}.${key}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

type Branch = { readonly [key: string]: Json };

function isBranch(value: Json | undefined): value is Branch {
  return typeof value === 'object' && value !== null;
}

function fieldOf(value: Branch, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Freezes a plain value with all that it holds, so that one reader cannot change what the next one sees. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) freeze(value);
  return value;
}

/** Written for the many small flat objects of a domain: no lists of values, no calls for texts and numbers. */
function freeze(value: object): void {
  Object.freeze(value);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) deepFreeze(value[index]);
    return;
  }
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === 'object') deepFreeze(inner);
  }
}
