import { z } from 'zod';
import { DomainRuleBroken } from './domain-rule-broken.ts';
import { valueObject, type ValueFields, type ValueObject } from './value-object.ts';

/** What every quantity has. */
export interface QuantityOf<Name extends string> extends ValueObject<Name>, ValueFields<number> {
  /** @throws DomainRuleBroken above the most that the kind allows. */
  plus(more: { readonly value: number }): this;
  /** @throws DomainRuleBroken when nothing would be left: a quantity is at least one. */
  minus(less: { readonly value: number }): this;
}

/** A class of quantities, to be extended when a kind has behaviour of its own. */
export interface QuantityClass<Name extends string> {
  new (value: number): QuantityOf<Name>;
  readonly valueName: Name;
  /** The zod schema that reads the JSON form (a whole number) or an instance. */
  schema<T>(this: new (value: number) => T): z.ZodType<T, number | T>;
}

/**
 * Declares a kind of quantity: a whole number from 1 to `most`. Its JSON form is the number.
 *
 * @throws METES_SCHEMA_INVALID (from the constructor) for anything else.
 * @example
 * class LineQuantity extends quantity('LineQuantity', { most: 999 }) {}
 * new LineQuantity(2).plus(new LineQuantity(3)).value; // 5
 */
export function quantity<const Name extends string>(
  name: Name,
  { most = Number.MAX_SAFE_INTEGER }: { readonly most?: number } = {},
): QuantityClass<Name> {
  class Quantity extends valueObject(name, z.int().min(1).max(most)) {
    plus(more: { readonly value: number }): this {
      return this.#with(this.value + more.value);
    }

    minus(less: { readonly value: number }): this {
      return this.#with(this.value - less.value);
    }

    #with(value: number): this {
      if (value < 1) throw new DomainRuleBroken(name, 'A quantity is at least one', { value });
      if (value > most) throw new DomainRuleBroken(name, `A quantity is at most ${most}`, { value, most });
      return new (this.constructor as new (value: number) => this)(value);
    }
  }
  return Quantity;
}

/** A positive whole number of things. */
export class Quantity extends quantity('Quantity') {}
