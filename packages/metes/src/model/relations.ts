import type { Kernel } from './kernel.ts';
import type { Party } from './outside.ts';
import { type DirectedTerms, type Guest, relate, type RelationTerms } from './relate.ts';
import { mustRelate, mustTranslate } from './relation-kinds.ts';
import type {
  AnotherThan,
  CustomerTerms,
  KernelTerms,
  LayerTerms,
  OwnContracts,
  Related,
} from './relation-types.ts';
import type { Translator } from './translator.ts';

export type { DirectedTerms, Guest, RelationTerms } from './relate.ts';

/** The downstream takes the model of the upstream as it is. */
export function conformist(): Guest<'conformist'> {
  return { guest: 'conformist', translators: [] };
}

/**
 * The downstream keeps its own model and translates what comes.
 *
 * @throws METES_ARGUMENT_INVALID; the map refuses a layer of no translators (METES_MAP_ACL_EMPTY)
 * @example
 * acl(chargeTranslator, refundTranslator)
 */
export function acl<const Translators extends readonly Translator[]>(
  ...translators: Translators
): Guest<'antiCorruption', Translators> {
  mustTranslate(translators);
  return { guest: 'antiCorruption', translators };
}

/** What can be said of two who have nothing to do with each other. */
export interface SeparateTerms {
  readonly because?: string;
  readonly exposes?: 'Nothing crosses between those who go separate ways: write partnership(...), customerSupplier(...) or upstream(...) instead.';
}

/**
 * Says that two teams succeed or fail together and plan together; neither model leads.
 *
 * @throws METES_ARGUMENT_INVALID, METES_MAP_DIFFERENCE_UNKNOWN
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
  mustRelate('partnership', { one, other }, terms);
  return relate('partnership', one, other, terms);
}

/**
 * Says that two teams share a small piece of model and change it only together.
 *
 * @throws METES_ARGUMENT_INVALID, METES_MAP_DIFFERENCE_UNKNOWN
 * @example
 * sharedKernel(ordering, payments, { kernel: { name: 'money', owner: 'Checkout', version: '1.0.0', budget: 300,
 *   path: 'shop/kernel/money', contents: ['Money'] } });
 */
export function sharedKernel<
  const One extends Party,
  const Other extends Party,
  const Terms extends RelationTerms & { readonly kernel: Partial<Kernel> },
>(
  one: One,
  other: Other & AnotherThan<One, Other>,
  terms: Terms & OwnContracts<One, Other, Terms> & KernelTerms<Terms>,
): Related<'sharedKernel', One, Other, Terms> {
  mustRelate('sharedKernel', { one, other }, terms);
  return { ...relate('sharedKernel', one, other, terms), kernel: terms.kernel as Kernel };
}

/**
 * Says that `downstream` is the customer of `upstream`: what the supplier offers follows what the customer needs.
 * Messages may cross in both directions, those named in `exposes` and no others.
 *
 * @throws METES_ARGUMENT_INVALID, METES_MAP_DIFFERENCE_UNKNOWN
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
  terms: Terms & OwnContracts<Up, Down, Terms> & LayerTerms<Terms> & CustomerTerms<Terms>,
): Related<'customerSupplier', Up, Down, Terms> {
  mustRelate('customerSupplier', { upstream, downstream }, terms);
  return relate('customerSupplier', upstream, downstream, terms);
}

/**
 * Says that the model of `up` leads and `down` follows, without a say in it.
 *
 * @throws METES_ARGUMENT_INVALID, METES_MAP_DIFFERENCE_UNKNOWN
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
  terms?: Terms & OwnContracts<Up, Down, Terms> & LayerTerms<Terms>,
): Related<'upstream', Up, Down, Terms> {
  mustRelate('upstream', { up, down }, terms);
  return relate('upstream', up, down, terms);
}

/**
 * Says that two parties have nothing to do with each other, on purpose.
 *
 * @throws METES_ARGUMENT_INVALID, METES_MAP_DIFFERENCE_UNKNOWN
 * @example
 * separateWays(reviews, payments, { because: 'A review is written whether or not anything was paid' });
 */
export function separateWays<const One extends Party, const Other extends Party>(
  one: One,
  other: Other & AnotherThan<One, Other>,
  terms: SeparateTerms = {},
): Related<'separateWays', One, Other, {}> {
  mustRelate('separateWays', { one, other }, terms);
  // What is forced past the compiler goes on the map, where it is refused.
  return relate('separateWays', one, other, terms as unknown as DirectedTerms);
}
