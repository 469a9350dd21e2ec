import { SeededRandom } from '../catalogue/seeded-random.ts';

/** What one order is for, and how it is paid. */
export interface Purchase {
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly card: string;
}

/** A SKU with what is on the shelf of it. */
export interface OnShelf {
  readonly sku: string;
  readonly available: number;
}

/** The most of one thing that fits in a cart. */
const most = 99;
const goodCards = ['pm_card_visa', 'pm_card_visa', 'pm_card_mastercard', 'pm_card_amex'];
const badCards = ['pm_card_declined', 'pm_card_insufficient_funds', 'pm_card_expired'];

/**
 * What is going to be ordered: of ten orders, about seven should come through, two are paid with a card that is declined
 * and one asks for more than there is. The same seed gives the same plan for the same shelves.
 */
export function purchasePlan(shelves: readonly OnShelf[], orders: number, seed: number): readonly Purchase[] {
  const random = new SeededRandom(seed);
  const plenty = shelves.filter(({ available }) => available >= 20);
  const scarce = shelves.filter(({ available }) => available < most);
  return Array.from({ length: orders }, (_, number) => {
    const kind = number % 10;
    if (kind === 4 && scarce.length > 0)
      return { items: [{ sku: random.pick(scarce).sku, quantity: most }], card: random.pick(goodCards) };
    const from = plenty.length > 0 ? plenty : shelves;
    const skus = new Set(Array.from({ length: random.whole(1, 3) }, () => random.pick(from).sku));
    const items = [...skus].map((sku) => ({ sku, quantity: random.whole(1, 2) }));
    return { items, card: random.pick(kind === 2 || kind === 7 ? badCards : goodCards) };
  });
}
