import { kind, type Shelf } from '../assortment.ts';
import { packs, textileColours } from '../variant-axes.ts';

/** The shelves of the paper department. */
export const paper: readonly Shelf[] = [
  {
    category: ['Paper', 'Stationery'],
    kinds: [
      kind(
        'Notebook',
        'NTB',
        [899, 2_999],
        [210, 148, 16],
        [0.62, 0.85],
        'thread-bound paper, recycled paper',
        'that lies flat',
        { sizes: packs, colours: textileColours },
      ),
      kind(
        'Fountain Pen',
        'FPN',
        [1_999, 14_999],
        [170, 60, 35],
        [0.16, 0.28],
        'brass, turned resin, anodised aluminium',
        'with a nib that keeps up',
        { colours: textileColours.slice(0, 5) },
      ),
      kind(
        'Desk Calendar',
        'CAL',
        [999, 2_499],
        [220, 160, 20],
        [0.4, 0.6],
        'letterpress on cotton paper',
        'with room for the small things',
      ),
    ],
  },
];
