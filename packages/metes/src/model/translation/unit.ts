import { kind, mustFit, optional, partsOf, said } from '../../base/argument.ts';
import { callback, lineSuchAs, partOf, truth } from '../kinds.ts';

const nameKind = lineSuchAs("'pounds to grams'");
const both = { in: callback, out: optional(callback) };
const waysKind = partsOf('the ways there and back', { ...both, spelling: optional(truth) });

/** A unit as a rule has it. */
export const unitKind = kind(
  'a unit',
  "unit('pounds to grams', { in: (pounds) => ... })",
  (given) =>
    nameKind.faultOf(partOf(given, 'unit')) === undefined &&
    callback.faultOf(partOf(given, 'in')) === undefined,
);

/** What a unit knows of a translator: just enough to show what it does, and to use it. */
export interface Nested {
  readonly translator: string;
  readonly oneWay: readonly unknown[];
  readonly versions: readonly unknown[];
}

/**
 * A conversion that is known by name, such as Unix seconds to a moment. With `out` it can be turned round; without, a
 * translator that uses it goes one way.
 */
export interface Unit<Foreign extends readonly any[] = any, Own = any> {
  /** The translator that does the work, for a document inside a document. */
  readonly inner?: Nested;
  readonly unit: string;
  /** True when only the spelling of the value changes, such as upper and lower case. */
  readonly spelling: boolean;
  readonly in: (...foreign: Foreign) => Own;
  readonly out?: (own: Own) => Foreign;
}

/**
 * Declares a unit of one foreign field.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example
 * const pounds = unit('pounds to grams', { in: (lbs: number) => Math.round(lbs * 453.59237), out: (grams) => grams / 453.59237 });
 */
export function unit<Foreign, Own>(
  name: string,
  ways: {
    readonly in: (foreign: Foreign) => Own;
    readonly out?: (own: NoInfer<Own>) => NoInfer<Foreign>;
    readonly spelling?: boolean;
  },
): Unit<[Foreign], Own> {
  mustFit('unit', { name, ways }, { name: nameKind, ways: waysKind });
  const { out, spelling = false } = ways;
  return {
    unit: name,
    spelling,
    in: ways.in,
    ...(out && { out: (own: Own): [Foreign] => [out(own)] }),
  };
}

/**
 * Declares a unit over several foreign fields; `out` gives their values in the same order.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example
 * const fullName = unitOf('full name', { in: (first: string, last: string) => `${first} ${last}` });
 */
export function unitOf<Foreign extends readonly unknown[], Own>(
  name: string,
  ways: {
    readonly in: (...foreign: Foreign) => Own;
    readonly out?: (own: NoInfer<Own>) => [...NoInfer<Foreign>];
  },
): Unit<Foreign, Own> {
  mustFit('unitOf', { name, ways }, { name: nameKind, ways: waysKind });
  return { unit: name, spelling: false, ...said(ways) };
}
