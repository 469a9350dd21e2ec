import type { CheckoutAttempt } from '../audit/index.ts';
import { generateCatalogue } from '../catalogue/index.ts';
import { Shopper, type ShopperCounts } from './shopper.ts';

/** Who shops where. */
export interface CrowdSetting {
  readonly shoppers: number;
  readonly seed: number;
  readonly random: () => number;
  readonly url: () => string;
  readonly tokens: readonly string[];
}

/** Most cards are good, some are declined. */
const methods = ['pm_card_visa', 'pm_card_visa', 'pm_card_visa', 'pm_card_mastercard', 'pm_card_declined'];

/** The load: shoppers who go on whatever happens to the shop, and who can be given a rest. */
export class Crowd {
  readonly #shoppers: readonly Shopper[];
  #shopping: Promise<unknown> = Promise.resolve();
  #over = true;

  constructor({ shoppers, seed, random, url, tokens }: CrowdSetting) {
    const skus = generateCatalogue({ size: 'tiny' }).products.flatMap((product) =>
      product.skus.map(({ sku }) => sku),
    );
    let key = 0;
    this.#shoppers = Array.from(
      { length: shoppers },
      (_, index) =>
        new Shopper({
          url,
          token: tokens[index % tokens.length]!,
          skus,
          random,
          newKey: () => `chaos-${seed}-${++key}`,
          methods,
        }),
    );
  }

  /** Sends them shopping. */
  go(): void {
    if (!this.#over) return;
    this.#over = false;
    this.#shopping = Promise.all(this.#shoppers.map((each) => each.shop(() => this.#over)));
  }

  /** Lets them finish what they began; resolves when nobody is in the shop. The shop must be up. */
  async rest(): Promise<void> {
    this.#over = true;
    await this.#shopping;
  }

  /** Every checkout that was tried. */
  get attempts(): readonly CheckoutAttempt[] {
    return this.#shoppers.flatMap(({ attempts }) => attempts);
  }

  /** What they met, all together. */
  get counts(): ShopperCounts {
    const sum: ShopperCounts = { requests: 0, lostAnswers: 0, replayed: 0, refused: 0 };
    for (const { counts } of this.#shoppers)
      for (const name of Object.keys(sum) as (keyof ShopperCounts)[]) sum[name] += counts[name];
    return sum;
  }
}
