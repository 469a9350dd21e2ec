import type { z } from 'zod';
import { deepFreeze, sameJson } from '../base/json.ts';
import { parse } from '../base/schema.ts';
import { instanceSchema, schemaOnce, trusted } from './instance-schema.ts';

/** What every value object has: equality by value and a JSON form that its schema reads back unchanged. */
export interface ValueObject<Name extends string = string> {
  /** Keeps values of one shape but different kinds apart. */
  readonly '~value': Name;
  /** True when the other value is of the same kind and has the same JSON form, whatever the order of its fields. */
  equals(other: unknown): boolean;
  /** The plain form, as it stands in the log and in messages. */
  toJSON(): unknown;
}

/** Object values stand on the instance field by field; any other value stands under `value`. */
export type ValueFields<Value> = Value extends readonly unknown[] | string | number | boolean | bigint
  ? { readonly value: Value }
  : Readonly<Value>;

/** A class of value objects, to be extended with the behaviour of the concept. */
export interface ValueObjectClass<Name extends string, S extends z.ZodType> {
  new (input: z.input<S>): ValueObject<Name> & ValueFields<z.output<S>>;
  readonly valueName: Name;
  /** The zod schema that reads the JSON form (or an instance) and gives an instance of the class it is called on. */
  schema<T>(this: new (input: z.input<S>) => T): z.ZodType<T, z.input<S> | T>;
}

/** Marks instances whose value is not spread over fields but stands under `value`. */
const single = Symbol('single value');

type Fields = { readonly [field: string]: unknown; readonly [single]?: true };

/**
 * Declares a kind of value object: one schema gives the type, the validation and the JSON form. Instances are frozen
 * and compared by value. Subclasses add methods and static makers, never instance fields (the base freezes first) or a
 * constructor (values are revived through the one there is).
 *
 * @throws METES_SCHEMA_INVALID (from the constructor) when the input does not fit the schema.
 * @example
 * class Weight extends valueObject('Weight', z.object({ grams: z.int().positive() })) {
 *   isHeavierThan(other: Weight): boolean { return this.grams > other.grams; }
 * }
 * new Weight({ grams: 500 }).equals(new Weight({ grams: 500 })); // true
 */
export function valueObject<const Name extends string, S extends z.ZodType>(
  name: Name,
  schema: S,
): ValueObjectClass<Name, S> {
  class Value {
    static readonly valueName = name;

    constructor(input: unknown, mark?: typeof trusted) {
      const value = mark === trusted ? input : parse(schema, input, name);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) Object.assign(this, value);
      else Object.assign(this, { value, [single]: true });
      deepFreeze(this);
    }

    static schema(): z.ZodType {
      return schemaOnce(this, () =>
        instanceSchema(schema, {
          of: this,
          fromData: (data) => new this(data, trusted),
          fromInstance: (instance) => instance,
        }),
      );
    }

    equals(other: unknown): boolean {
      return (
        this === other ||
        (other instanceof Value && sameFields(this as unknown as Fields, other as unknown as Fields))
      );
    }

    toJSON(): unknown {
      const fields = this as unknown as Fields;
      return fields[single] ? fields['value'] : { ...fields };
    }
  }
  Object.defineProperty(Value.prototype, '~value', { value: name });
  return Value as unknown as ValueObjectClass<Name, S>;
}

function sameFields(one: Fields, other: Fields): boolean {
  for (const key in one) if (one[key] !== other[key] && !sameJson(one[key], other[key])) return false;
  for (const key in other) if (other[key] !== undefined && one[key] === undefined) return false;
  return true;
}
