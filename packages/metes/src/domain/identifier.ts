import { z } from 'zod';
import { compiled } from '../base/compiled.ts';

/** The schema of an identifier of one kind; ids of different kinds do not pass as each other. */
export type Identifier<Name extends string> = z.ZodType<z.core.$brand<Name> & string, string>;

/** Letters, digits and a few signs; no blanks, no look-alikes, at most 100 characters. */
const printable = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;

/**
 * Declares a kind of identifier, branded with the name so that the id of an order does not pass as that of a customer.
 * Ids are 1 to 100 ASCII letters, digits, `.`, `_`, `:` and `-`, beginning with a letter or digit.
 *
 * @example
 * const OrderId = identifier('ordering.OrderId');
 * type OrderId = z.output<typeof OrderId>;
 * OrderId.parse('0198c2f0-...');
 */
export function identifier<const Name extends string>(name: Name): Identifier<Name> {
  const schema = z.string().max(100).regex(printable, `not a valid ${name}`).brand<Name>();
  return compiled(schema) as unknown as Identifier<Name>;
}
