import { kind, type Shelf } from '../assortment.ts';
import { threeSizes, packs, brightColours } from '../variant-axes.ts';

/** The shelves of the toys department. */
export const toys: readonly Shelf[] = [
  {
    category: ['Toys', 'Building'],
    kinds: [
      kind(
        'Block Set',
        'BLO',
        [1_999, 8_999],
        [330, 260, 90],
        [0.28, 0.42],
        'beech, maple',
        'sanded by people with children',
        { sizes: threeSizes, colours: brightColours },
      ),
      kind(
        'Marble Run',
        'MRB',
        [3_499, 12_999],
        [400, 300, 110],
        [0.18, 0.28],
        'beech and glass marbles',
        'that is different each time',
        { sizes: threeSizes },
      ),
      kind(
        'Train Set',
        'TRA',
        [3_999, 14_999],
        [420, 310, 100],
        [0.2, 0.3],
        'beech',
        'with a bridge and a tunnel',
        { sizes: threeSizes },
      ),
    ],
  },
  {
    category: ['Toys', 'Games'],
    kinds: [
      kind(
        'Board Game',
        'BGM',
        [2_499, 8_999],
        [300, 300, 72],
        [0.18, 0.3],
        'linen-finish card and wood',
        'for two to five who do not mind losing',
      ),
      kind(
        'Jigsaw Puzzle',
        'JIG',
        [1_499, 3_999],
        [310, 250, 55],
        [0.18, 0.26],
        'recycled board',
        'of a thousand pieces, all there',
      ),
      kind(
        'Card Deck',
        'CRD',
        [699, 1_999],
        [92, 66, 22],
        [0.68, 0.85],
        'casino-grade card',
        'that shuffles like water',
        { sizes: packs, colours: brightColours.slice(0, 3) },
      ),
    ],
  },
];
