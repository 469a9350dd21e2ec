import { kind, type Shelf } from '../assortment.ts';
import { bindings } from '../variant-axes.ts';

/** The shelves of the books department. */
export const books: readonly Shelf[] = [
  {
    category: ['Books', 'Non-fiction'],
    kinds: [
      kind(
        'Cookbook',
        'CBK',
        [1_999, 4_999],
        [260, 205, 28],
        [0.72, 0.9],
        'sewn binding, lay-flat binding',
        'with a hundred recipes that work',
        { sizes: bindings },
      ),
      kind(
        'Field Guide',
        'FLD',
        [1_499, 3_999],
        [195, 125, 24],
        [0.75, 0.95],
        'sewn binding',
        'that fits a coat pocket',
        { sizes: bindings },
      ),
      kind(
        'Atlas',
        'ATL',
        [2_999, 9_999],
        [360, 270, 30],
        [0.75, 0.95],
        'sewn binding on heavy paper',
        'to travel by at home',
      ),
    ],
  },
];
