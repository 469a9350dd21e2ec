import type { z } from 'zod';
import { MetesError } from '../base/errors.ts';
import { deepFreeze } from '../base/json.ts';
import { parse } from '../base/schema.ts';
import { instanceSchema, schemaOnce, trusted } from './instance-schema.ts';

const held = Symbol('fields');
const kind = Symbol('kind of entity');

interface Kind {
  readonly name: string;
  readonly id: string;
  readonly schema: z.ZodObject;
}

/** What every entity inside an aggregate has: an identity that stays, and fields that change by its own methods only. */
export class EntityRoot<Fields, Key extends keyof Fields, Name extends string> {
  declare readonly '~entity': Name;
  declare [kind]: Kind;
  [held]: Fields;

  constructor(fields: Fields, mark?: typeof trusted) {
    this[held] = mark === trusted ? deepFreeze(fields) : (valid(this[kind], fields) as Fields);
  }

  /** True when the other is the same thing: the same kind and identity, whatever its other fields. */
  sameAs(other: unknown): boolean {
    if (!(other instanceof EntityRoot) || other[kind] !== this[kind]) return false;
    return field(other[held], this[kind].id) === field(this[held], this[kind].id);
  }

  /** Gives some fields new values. @throws METES_SCHEMA_INVALID, METES_DOMAIN_IDENTITY_CHANGED */
  protected change(fields: Partial<Omit<Fields, Key>>): void {
    const { id, name } = this[kind];
    const next = valid(this[kind], { ...this[held], ...fields }) as Fields;
    if (field(next, id) !== field(this[held], id)) {
      throw new MetesError('METES_DOMAIN_IDENTITY_CHANGED', { entity: name, id: field(this[held], id) });
    }
    this[held] = next;
  }

  /** The fields as they are now: frozen data that is safe to hand out. */
  toJSON(): Readonly<Fields> {
    return this[held];
  }
}

/** A class of entities, to be extended with the behaviour of the concept. */
export interface EntityClass<Name extends string, S extends z.ZodObject, Key extends keyof z.output<S>> {
  new (fields: z.output<S>): EntityRoot<z.output<S>, Key, Name> & Readonly<z.output<S>>;
  readonly entityName: Name;
  /** The zod schema for the state of the root: reads JSON into instances of the class it is called on. */
  schema<T>(this: new (fields: z.output<S>) => T): z.ZodType<T, z.input<S> | T>;
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
export function entity<
  const Name extends string,
  S extends z.ZodObject,
  const Key extends keyof z.output<S> & string,
>(name: Name, declaration: { readonly id: Key; readonly schema: S }): EntityClass<Name, S, Key> {
  const { id, schema } = declaration;

  class Entity extends EntityRoot<object, never, Name> {
    static readonly entityName = name;

    static schema(): z.ZodType {
      return schemaOnce(this, () =>
        instanceSchema(schema, {
          of: this,
          fromData: (fields) => new this(fields as object, trusted),
          // A copy, so that what an event or another state holds does not change with the original.
          fromInstance: (original) => new this((original as Entity)[held], trusted),
        }),
      );
    }
  }
  Object.defineProperty(Entity.prototype, '~entity', { value: name });
  Object.defineProperty(Entity.prototype, kind, { value: { name, id, schema } satisfies Kind });
  for (const key of Object.keys(schema.shape)) {
    Object.defineProperty(Entity.prototype, key, {
      get(this: Entity) {
        return field(this[held], key);
      },
    });
  }
  return Entity as unknown as EntityClass<Name, S, Key>;
}

function valid({ schema, name }: Kind, fields: unknown): unknown {
  return deepFreeze(parse(schema, fields, name));
}

function field(fields: unknown, key: string): unknown {
  return (fields as Record<string, unknown>)[key];
}
