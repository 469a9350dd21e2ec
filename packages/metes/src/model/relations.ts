import { MetesError } from '../base/errors.ts';
import type { Contract } from '../contract/contract.ts';
import type { Kernel } from './kernel.ts';
import type { Party } from './outside.ts';
import type { Port } from './port.ts';
import type { Difference, GuestRole, HostRole, Relation, RelationKind } from './relation.ts';
import type { AnotherThan, CustomerTerms, OwnContracts, Related } from './relation-types.ts';
import type { Translator } from './translator.ts';

/** How a downstream takes what its upstream offers. */
export interface Guest<Role extends GuestRole = GuestRole> {
  readonly guest: Role;
  readonly translators: readonly Translator[];
}

/** The downstream takes the model of the upstream as it is. */
export function conformist(): Guest<'conformist'> {
  return { guest: 'conformist', translators: [] };
}

/** The downstream keeps its own model and translates what comes. */
export function acl(...translators: readonly Translator[]): Guest<'antiCorruption'> {
  return { guest: 'antiCorruption', translators };
}

/** What can be said of every relation along which something crosses. */
export interface RelationTerms {
  /** Contracts that cross the relation, from either side. */
  readonly exposes?: readonly Contract[];
  /** Ports through which one side calls an API of the other. */
  readonly through?: readonly Port[];
  /** Words that mean something else on either side; a word alone stands for what the two languages say of it. */
  readonly differs?: readonly (string | Difference)[];
  readonly because?: string;
}

/** What can be said of a relation in which one model leads. */
export interface DirectedTerms extends RelationTerms {
  /** What the upstream offers. */
  readonly host?: readonly HostRole[];
  /** How the downstream takes it. */
  readonly downstream?: Guest;
}

/** What can be said of two who have nothing to do with each other. */
export interface SeparateTerms {
  readonly because?: string;
  readonly exposes?: 'Nothing crosses between those who go separate ways: write partnership(...), customerSupplier(...) or upstream(...) instead.';
}

/**
 * Says that two teams succeed or fail together and plan together; neither model leads.
 *
 * @example
 * partnership(catalog, search, { exposes: [productPublished] });
 */
export function partnership<
  const One extends Party,
  const Other extends Party,
  const Terms extends RelationTerms = {},
>(
  one: One,
  other: Other & AnotherThan<One, Other>,
  terms?: Terms & OwnContracts<One, Other, Terms>,
): Related<'partnership', One, Other, Terms> {
  return relate('partnership', one, other, terms);
}

/**
 * Says that two teams share a small piece of model and change it only together.
 *
 * @example
 * sharedKernel(ordering, payments, { kernel: { name: 'money', owner: 'Checkout', version: '1.0.0', budget: 300,
 *   path: 'shop/kernel/money', contents: ['Money'] } });
 */
export function sharedKernel<
  const One extends Party,
  const Other extends Party,
  const Terms extends RelationTerms & { readonly kernel: Kernel },
>(
  one: One,
  other: Other & AnotherThan<One, Other>,
  terms: Terms & OwnContracts<One, Other, Terms>,
): Related<'sharedKernel', One, Other, Terms> {
  return { ...relate('sharedKernel', one, other, terms), kernel: terms.kernel };
}

/**
 * Says that `downstream` is the customer of `upstream`: what the supplier offers follows what the customer needs.
 * Messages may cross in both directions, those named in `exposes` and no others.
 *
 * @example
 * customerSupplier(inventory, ordering, { exposes: [orderPlaced, stockReserved] });
 */
export function customerSupplier<
  const Up extends Party,
  const Down extends Party,
  const Terms extends DirectedTerms,
>(
  upstream: Up,
  downstream: Down & AnotherThan<Up, Down>,
  terms: Terms & OwnContracts<Up, Down, Terms> & CustomerTerms<Terms>,
): Related<'customerSupplier', Up, Down, Terms> {
  return relate('customerSupplier', upstream, downstream, terms);
}

/**
 * Says that the model of `up` leads and `down` follows, without a say in it.
 *
 * @example
 * upstream(provider, payments, { downstream: acl(chargeTranslator), through: [paymentGateway] });
 */
export function upstream<
  const Up extends Party,
  const Down extends Party,
  const Terms extends DirectedTerms = {},
>(
  up: Up,
  down: Down & AnotherThan<Up, Down>,
  terms?: Terms & OwnContracts<Up, Down, Terms>,
): Related<'upstream', Up, Down, Terms> {
  return relate('upstream', up, down, terms);
}

/**
 * Says that two parties have nothing to do with each other, on purpose.
 *
 * @example
 * separateWays(reviews, payments, { because: 'A review is written whether or not anything was paid' });
 */
export function separateWays<const One extends Party, const Other extends Party>(
  one: One,
  other: Other & AnotherThan<One, Other>,
  terms: SeparateTerms = {},
): Related<'separateWays', One, Other, {}> {
  // What is forced past the compiler goes on the map, where it is refused.
  return relate('separateWays', one, other, terms as unknown as DirectedTerms);
}

/** The relation itself; the constructors above say in its type what the compiler has to know. */
function relate(
  kind: RelationKind,
  upstream: Party,
  downstream: Party,
  terms: DirectedTerms = {},
): Relation<never> {
  const { exposes = [], through = [], differs = [], host = [], downstream: guest, because } = terms;
  return {
    kind,
    upstream,
    downstream,
    host,
    translators: [],
    ...guest,
    exposes,
    through,
    differs: differs.map((each) =>
      typeof each === 'string' ? difference(each, upstream, downstream) : each,
    ),
    ...(because !== undefined && { because }),
  };
}

/** What both languages say of a word. */
function difference(term: string, upstream: Party, downstream: Party): Difference {
  const meaningFor = (party: Party): string => {
    const word = Object.keys(party.language).find((each) => each.toLowerCase() === term.toLowerCase());
    if (word !== undefined) return party.language[word]!.meaning;
    const values = { one: upstream.name, other: downstream.name, term, party: party.name };
    throw new MetesError('METES_MAP_DIFFERENCE_UNKNOWN', values);
  };
  return { term, upstream: meaningFor(upstream), downstream: meaningFor(downstream) };
}
