import { kind, type Shelf } from '../assortment.ts';
import { threeSizes, packs } from '../variant-axes.ts';

/** The shelves of the pantry department. */
export const pantry: readonly Shelf[] = [
  {
    category: ['Pantry', 'Dry Goods'],
    kinds: [
      kind(
        'Whole Bean Coffee',
        'COF',
        [1_199, 2_499],
        [230, 130, 75],
        [0.16, 0.22],
        'washed arabica, natural arabica',
        'roasted in small batches',
        { sizes: packs },
      ),
      kind(
        'Loose Leaf Tea',
        'TEA',
        [899, 2_999],
        [150, 85, 85],
        [0.12, 0.18],
        'whole-leaf black tea, green tea, rooibos',
        'picked in spring',
        { sizes: packs },
      ),
      kind(
        'Olive Oil',
        'OIL',
        [1_299, 3_999],
        [300, 85, 85],
        [0.52, 0.68],
        'cold-pressed olives',
        'from one harvest',
        { sizes: threeSizes, fragile: true },
      ),
      kind(
        'Wildflower Honey',
        'HNY',
        [899, 2_499],
        [120, 85, 85],
        [0.75, 0.95],
        'raw honey in glass',
        'unheated and unhurried',
        { sizes: threeSizes, fragile: true },
      ),
    ],
  },
];
