import { isCurrency } from './currency.ts';
import type { Form } from './form.ts';
import { badParameter } from './provider-refusal.ts';

/** The largest amount one intent can carry, in minor units. */
export const MAX_AMOUNT = 99_999_999;

/** Refuses parameters the route does not know, so that a misspelt one cannot be lost in silence. */
export function onlyKnown(form: Form, known: readonly string[]): void {
  for (const name of form.keys()) {
    const bracket = name.indexOf('[');
    const root = bracket === -1 ? name : name.slice(0, bracket);
    if (!known.includes(root)) {
      throw badParameter(name, `Received unknown parameter: ${name}`, 'parameter_unknown');
    }
  }
}

/** A parameter that must be there and not be empty. */
export function required(form: Form, name: string): string {
  const value = form.get(name);
  if (value === undefined || value === '') {
    throw badParameter(name, `Missing required param: ${name}.`, 'parameter_missing');
  }
  return value;
}

/** A whole number within bounds, or `otherwise` when absent. */
export function integer(form: Form, name: string, min: number, max: number, otherwise: number): number {
  const text = form.get(name);
  if (text === undefined) return otherwise;
  return parseWhole(text, name, min, max);
}

/** An amount in minor units: a whole number of at least `min`. */
export function amount(form: Form, name: string, min = 1): number {
  return parseWhole(required(form, name), name, min, MAX_AMOUNT);
}

/** A boolean spelt `true` or `false`. */
export function flag(form: Form, name: string, otherwise: boolean): boolean {
  const text = form.get(name);
  if (text === undefined) return otherwise;
  if (text !== 'true' && text !== 'false') throw badParameter(name, `Invalid boolean: ${text}`);
  return text === 'true';
}

/** A currency in lower case; upper case is refused here, because the client is the one that must translate. */
export function currency(form: Form, name: string): string {
  const code = required(form, name);
  if (!isCurrency(code))
    throw badParameter(name, `Invalid currency: ${code}. Use a lower-case ISO 4217 code.`);
  return code;
}

/** `metadata[key]=value` pairs: at most 50, keys up to 40 and values up to 500 characters. */
export function metadata(form: Form): Record<string, string> {
  const pairs: [string, string][] = [];
  for (const [name, value] of form) {
    if (!name.startsWith('metadata')) continue;
    const key = /^metadata\[([^[\]]+)\]$/.exec(name)?.[1];
    if (key === undefined) throw badParameter(name, 'metadata is a flat set of keys and values');
    if (key.length > 40) throw badParameter(name, 'Metadata keys have at most 40 characters');
    if (value.length > 500) throw badParameter(name, 'Metadata values have at most 500 characters');
    pairs.push([key, value]);
  }
  if (pairs.length > 50) throw badParameter('metadata', 'Metadata has at most 50 keys');
  return Object.fromEntries(pairs);
}

function parseWhole(text: string, name: string, min: number, max: number): number {
  if (!/^-?\d{1,15}$/.test(text))
    throw badParameter(name, `Invalid integer: ${text.slice(0, 40)}`, 'parameter_invalid_integer');
  const value = Number(text);
  if (value < min) {
    throw badParameter(
      name,
      `This value must be greater than or equal to ${min}.`,
      'parameter_invalid_integer',
    );
  }
  if (value > max) {
    throw badParameter(
      name,
      `This value must be no more than ${max}.`,
      name === 'amount' ? 'amount_too_large' : 'parameter_invalid_integer',
    );
  }
  return value;
}
