import { either, type Kind, kind, mustFit, oneOf, partsOf } from '../base/argument.ts';
import { type Duration, milliseconds } from '../base/duration.ts';

/**
 * What a publication promises of consistency. `atomic`: it commits together with the change of the aggregate that raises
 * it, and no word is given on when others know. `eventual`: besides, everybody whom the map lets hear of it has taken it
 * in within the bound.
 */
export type Guarantee =
  | { readonly consistency: 'atomic' }
  | { readonly consistency: 'eventual'; readonly within: Duration };

/** What nobody can keep is no bound. Whether the units are known is another check. */
const bound: Kind = kind(
  'a length of time above zero',
  "'5s'",
  (given) => typeof given === 'string' && !/^0+(?:ms|s|m|h|d)$/.test(given),
);

/** What a publication may promise. */
export const guaranteeKind = either(
  partsOf('a guarantee', { consistency: oneOf('eventual'), within: bound }, "eventual('5s')"),
  partsOf('a guarantee', { consistency: oneOf('atomic') }),
);

/** What is published commits together with the change that it tells of. */
export function atomic(): Guarantee {
  return { consistency: 'atomic' };
}

/**
 * What is published is known to everybody concerned within the bound.
 *
 * @throws METES_ARGUMENT_INVALID, METES_DURATION_INVALID
 * @example
 * publish(OrderSubmitted, orderPlaced, ({ orderId }) => ({ orderId }), eventual('5s'));
 */
export function eventual(within: Duration): Guarantee {
  mustFit('eventual', { within }, { within: bound });
  milliseconds(within);
  return { consistency: 'eventual', within };
}

/** The guarantee as the consistency column says it. */
export function guaranteeText(guarantee: Guarantee): string {
  return guarantee.consistency === 'atomic'
    ? 'atomic within the aggregate'
    : `atomic within the aggregate, everywhere within ${guarantee.within}`;
}
