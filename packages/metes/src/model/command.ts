import { mustFit } from '../base/argument.ts';
import type { OutputOf, Schema } from '../base/schema.ts';
import { frozenData, type FrozenDataClass } from '../domain/frozen-data.ts';
import { lineSuchAs, schema as schemaKind } from './kinds.ts';

const nameKind = lineSuchAs("'PlaceOrder'");

/** An instance of a command; the mark keeps commands apart from events, promises and plain data. */
export interface Command<Name extends string = string> {
  readonly '~command': Name;
}

/** A class of commands: something that somebody wants done, in the imperative. */
export interface CommandClass<Name extends string = string, Data = any> extends FrozenDataClass<
  Name,
  Data,
  Readonly<Data> & Command<Name>
> {}

/**
 * Declares a command. The fields stand on the instance; the data is validated and frozen.
 *
 * @throws METES_ARGUMENT_INVALID; METES_SCHEMA_INVALID (from the constructor) naming every issue.
 * @example
 * class CancelOrder extends command('CancelOrder', z.object({ orderId: OrderId, reason: z.string() })) {}
 */
export function command<const Name extends string, S extends Schema>(
  name: Name,
  schema: S,
): CommandClass<Name, OutputOf<S>> {
  mustFit('command', { name, schema }, { name: nameKind, schema: schemaKind });
  return frozenData(name, schema, '~command');
}

/** The class of a command instance. */
export function commandClassOf(instance: Command): CommandClass {
  return instance.constructor as unknown as CommandClass;
}
