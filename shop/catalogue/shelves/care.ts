import { kind, type Shelf } from '../assortment.ts';
import { threeSizes, packs, textileColours } from '../variant-axes.ts';

/** The shelves of the care department. */
export const care: readonly Shelf[] = [
  {
    category: ['Care', 'Bath'],
    kinds: [
      kind(
        'Bath Towel',
        'TWL',
        [1_999, 5_999],
        [340, 280, 80],
        [0.07, 0.11],
        'organic cotton, linen and cotton',
        'thirsty from the first wash',
        { sizes: packs, colours: [...textileColours] },
      ),
      kind(
        'Bar Soap',
        'SOP',
        [599, 1_499],
        [90, 60, 30],
        [0.72, 0.95],
        'olive oil, shea and oat',
        'that lasts to the last sliver',
        { sizes: packs },
      ),
      kind(
        'Shaving Brush',
        'SHB',
        [1_999, 6_999],
        [120, 60, 60],
        [0.18, 0.3],
        'turned wood and synthetic bristle',
        'for a dense lather',
      ),
      kind(
        'Scented Candle',
        'CND',
        [1_499, 4_999],
        [110, 95, 95],
        [0.42, 0.6],
        'soy wax in glass, beeswax in glass',
        'for forty quiet hours',
        { sizes: threeSizes, fragile: true },
      ),
    ],
  },
];
