import { decimalsOf } from './currency.ts';
import type { Mutation } from './fault.ts';

type Json = Record<string, unknown>;

/** Whether the change would touch anything in this body. */
export function canMutate(body: unknown, change: Mutation): boolean {
  return change.op === 'set' ? isObject(parentOf(body, change.field)) : hasField(body, change.field);
}

/** A copy of the body with the changes made; fields that are not there are left alone. */
export function mutate(body: Json, changes: readonly Mutation[]): Json {
  const copy = structuredClone(body);
  for (const change of changes) {
    if (!canMutate(copy, change)) continue;
    const parent = parentOf(copy, change.field) as Json;
    const name = lastOf(change.field);
    const value = parent[name];
    if (change.op === 'set') parent[name] = change.value;
    else if (change.op === 'retype') parent[name] = retype(value, change.to);
    else if (change.op === 'units') parent[name] = inUnits(value, copy);
    else {
      delete parent[name];
      if (change.op === 'rename') parent[change.to] = value;
    }
  }
  return copy;
}

function retype(value: unknown, to: Extract<Mutation, { op: 'retype' }>['to']): unknown {
  switch (to) {
    case 'string':
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    case 'number':
      return Number.isFinite(Number(value)) ? Number(value) : 0;
    case 'boolean':
      return Boolean(value);
    case 'null':
      return null;
    case 'array':
      return [value];
    case 'object':
      return { value };
  }
}

function inUnits(value: unknown, body: Json): unknown {
  if (typeof value !== 'number') return value;
  return value / 10 ** decimalsOf(typeof body['currency'] === 'string' ? body['currency'] : 'usd');
}

function hasField(body: unknown, field: string): boolean {
  const parent = parentOf(body, field);
  return isObject(parent) && Object.hasOwn(parent, lastOf(field));
}

function parentOf(body: unknown, field: string): unknown {
  return field
    .split('.')
    .slice(0, -1)
    .reduce<unknown>((at, step) => (isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined), body);
}

function lastOf(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
