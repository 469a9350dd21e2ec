import { kind, type Shelf } from '../assortment.ts';
import { threeSizes, textileColours, brightColours } from '../variant-axes.ts';

/** The shelves of the bags department. */
export const bags: readonly Shelf[] = [
  {
    category: ['Bags', 'Travel'],
    kinds: [
      kind(
        'Backpack',
        'BPK',
        [5_999, 24_999],
        [500, 310, 110],
        [0.06, 0.09],
        'waxed canvas, recycled nylon',
        'for a day or a week',
        { sizes: threeSizes, colours: textileColours },
      ),
      kind(
        'Weekender',
        'WKD',
        [8_999, 39_900],
        [520, 320, 140],
        [0.06, 0.09],
        'canvas and leather, full-grain leather',
        'that fits under the seat',
        { colours: textileColours },
      ),
      kind(
        'Packing Cubes',
        'PCK',
        [1_999, 5_999],
        [330, 240, 30],
        [0.08, 0.13],
        'ripstop nylon',
        'in a set of three',
        { colours: brightColours },
      ),
    ],
  },
];
