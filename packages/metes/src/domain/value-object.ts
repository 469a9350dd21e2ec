import { z } from 'zod';
import { deepFreeze } from '../base/json.ts';
import { parse } from '../base/schema.ts';

/** What every value object has: equality by value and a JSON form that its schema reads back unchanged. */
export interface ValueObject {
  /** True when the other value is of the same kind and has the same JSON form. */
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
  new (input: z.input<S>): ValueObject & ValueFields<z.output<S>>;
  readonly valueName: Name;
  /** The zod schema that reads the JSON form (or an instance) and gives an instance of the class it is called on. */
  schema<T>(this: new (input: z.input<S>) => T): z.ZodType<T, z.input<S>>;
}

const trusted = Symbol('already validated');

/**
 * Declares a kind of value object: one schema gives the type, the validation and the JSON form. Instances are frozen
 * and compared by value. Subclasses add methods, never instance fields: the base freezes first.
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
      if (isFields(value)) Object.assign(this, value);
      else Object.assign(this, { value });
      deepFreeze(this);
    }

    static schema(): z.ZodType {
      let own = schemas.get(this);
      if (!own) schemas.set(this, (own = instanceSchema(schema, this)));
      return own;
    }

    equals(other: unknown): boolean {
      return this === other || (other instanceof Value && JSON.stringify(this) === JSON.stringify(other));
    }

    toJSON(): unknown {
      const fields = this as { readonly value?: unknown };
      return 'value' in fields && Object.keys(fields).length === 1 && !schemaIsObject ? fields.value : { ...fields };
    }
  }
  const schemaIsObject = schema instanceof z.ZodObject;
  return Value as unknown as ValueObjectClass<Name, S>;
}

const schemas = new WeakMap<object, z.ZodType>();

function isFields(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads JSON into instances of `Class`, and lets an instance of it through as it is, so events can be built from live objects. */
function instanceSchema(schema: z.ZodType, Class: new (input: unknown, mark?: typeof trusted) => object): z.ZodType {
  const read = schema.transform((value) => new Class(value, trusted));
  const internals = read._zod;
  const run = internals.run;
  internals.run = (payload, context) => (payload.value instanceof Class ? payload : run(payload, context));
  return read;
}
