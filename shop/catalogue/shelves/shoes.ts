import { kind, type Shelf } from '../assortment.ts';
import { shoeSizes, textileColours } from '../variant-axes.ts';

/** The shelves of the shoes department. */
export const shoes: readonly Shelf[] = [
  {
    category: ['Shoes', 'Everyday'],
    kinds: [
      kind(
        'Sneakers',
        'SNK',
        [6_999, 19_999],
        [340, 220, 125],
        [0.09, 0.13],
        'full-grain leather, canvas and rubber',
        'with soles that can be replaced',
        { sizes: shoeSizes, colours: textileColours },
      ),
      kind(
        'Hiking Boots',
        'HIK',
        [11_999, 32_999],
        [360, 260, 135],
        [0.1, 0.15],
        'nubuck leather',
        'that know wet stone',
        { sizes: shoeSizes, colours: textileColours.slice(2, 6) },
      ),
      kind(
        'House Slippers',
        'SLP',
        [2_999, 8_999],
        [310, 200, 100],
        [0.05, 0.09],
        'wool felt, sheepskin',
        'quiet on wooden floors',
        { sizes: shoeSizes, colours: textileColours },
      ),
    ],
  },
];
