import type { z } from 'zod';
import { MetesError } from '../base/errors.ts';
import { deepFreeze } from '../base/json.ts';
import { type OutputOf, parse } from '../base/schema.ts';
import { instanceSchema, schemaOnce } from './instance-schema.ts';

const held = Symbol('fields');

/** What every entity inside an aggregate has: an identity that stays, and fields that change by its own methods only. */
export abstract class EntityRoot<Fields, Key extends keyof Fields, Name extends string> {
  declare readonly '~entity': Name;
  [held]: Fields;

  constructor(fields: Fields) {
    this[held] = fields;
  }

  /** True when the other is the same thing: the same kind and identity, whatever its other fields. */
  abstract sameAs(other: unknown): boolean;
  /** Gives some fields new values. @throws METES_SCHEMA_INVALID, METES_DOMAIN_IDENTITY_CHANGED */
  protected abstract change(fields: Partial<Omit<Fields, Key>>): void;
  /** The fields as they are now: plain, frozen data that is safe to hand out. */
  abstract toJSON(): Readonly<Fields>;
}

/** A class of entities, to be extended with the behaviour of the concept. */
export interface EntityClass<Name extends string, S extends z.ZodObject, Key extends keyof z.output<S>> {
  new (fields: z.output<S>): EntityRoot<z.output<S>, Key, Name> & Readonly<z.output<S>>;
  readonly entityName: Name;
  /** The zod schema for the state of the root: reads JSON into instances of the class it is called on. */
  schema<T>(this: abstract new (...args: any[]) => T): z.ZodType<T, z.input<S>>;
}

/**
 * Declares a kind of entity that lives inside an aggregate, such as the lines of an order. Entities stand in the state
 * of their root, are told apart by identity, and change by methods that the root calls. The fields can be read
 * everywhere and assigned nowhere.
 *
 * @throws METES_SCHEMA_INVALID (from the constructor) when the fields do not fit the schema.
 * @example
 * class OrderLine extends entity('OrderLine', { id: 'productId',
 *   schema: z.object({ productId: ProductId, quantity: Quantity.schema() }) }) {
 *   add(more: Quantity): void { this.change({ quantity: this.quantity.plus(more) }); }
 * }
 * const OrderState = z.object({ lines: z.array(OrderLine.schema()) });
 */
export function entity<const Name extends string, S extends z.ZodObject, const Key extends keyof z.output<S> & string>(
  name: Name,
  declaration: { readonly id: Key; readonly schema: S },
): EntityClass<Name, S, Key> {
  const { id, schema } = declaration;
  type Fields = OutputOf<S> & object;
  const valid = (fields: unknown): Fields => deepFreeze(parse(schema, fields, name) as Fields);

  class Entity extends EntityRoot<Fields, never, Name> {
    static readonly entityName = name;

    constructor(fields: unknown) {
      super(valid(fields));
    }

    static schema(): z.ZodType {
      const instance = (fields: unknown): object =>
        Object.assign(Object.create(this.prototype as object) as object, { [held]: deepFreeze(fields) });
      return schemaOnce(this, () =>
        instanceSchema(schema, {
          of: this,
          fromData: instance,
          // A copy, so that what an event or another state holds does not change with the original.
          fromInstance: (original) => instance((original as Entity)[held]),
        }),
      );
    }

    sameAs(other: unknown): boolean {
      return other instanceof Entity && field(other[held], id) === field(this[held], id);
    }

    protected change(fields: object): void {
      const next = valid({ ...this[held], ...fields });
      if (field(next, id) !== field(this[held], id)) {
        throw new MetesError('METES_DOMAIN_IDENTITY_CHANGED', { entity: name, id: field(this[held], id) });
      }
      this[held] = next;
    }

    toJSON(): Readonly<Fields> {
      return this[held];
    }
  }
  Object.defineProperty(Entity.prototype, '~entity', { value: name });
  for (const key of Object.keys(schema.shape)) {
    Object.defineProperty(Entity.prototype, key, {
      get(this: Entity) {
        return field(this[held], key);
      },
    });
  }
  return Entity as unknown as EntityClass<Name, S, Key>;
}

function field(fields: object, key: string): unknown {
  return (fields as Record<string, unknown>)[key];
}
