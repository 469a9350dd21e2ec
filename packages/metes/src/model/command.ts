import type { OutputOf, Schema } from '../base/schema.ts';
import { frozenData, type FrozenDataClass } from '../domain/frozen-data.ts';

/** A class of commands: something that somebody wants done, in the imperative. */
export type CommandClass<Name extends string = string, Data = any> = FrozenDataClass<Name, Data>;

/** An instance of any command. */
export type Command = object;

/**
 * Declares a command. The fields stand on the instance; the data is validated and frozen.
 *
 * @throws METES_SCHEMA_INVALID (from the constructor) naming every issue.
 * @example
 * class CancelOrder extends command('CancelOrder', z.object({ orderId: OrderId, reason: z.string() })) {}
 */
export function command<const Name extends string, S extends Schema>(
  name: Name,
  schema: S,
): CommandClass<Name, OutputOf<S>> {
  return frozenData(name, schema);
}

/** The class of a command instance. */
export function commandClassOf(instance: Command): CommandClass {
  return instance.constructor as unknown as CommandClass;
}
