import { kind, type Shelf } from '../assortment.ts';
import { threeSizes, brightColours } from '../variant-axes.ts';

/** The shelves of the workshop department. */
export const workshop: readonly Shelf[] = [
  {
    category: ['Workshop', 'Hand Tools'],
    kinds: [
      kind(
        'Claw Hammer',
        'HMR',
        [1_999, 6_999],
        [340, 130, 40],
        [0.36, 0.5],
        'forged steel and hickory',
        'balanced for a full day',
      ),
      kind(
        'Screwdriver Set',
        'SCR',
        [1_999, 8_999],
        [290, 190, 45],
        [0.3, 0.45],
        'chrome-vanadium steel',
        'with tips that fit',
        { sizes: threeSizes },
      ),
      kind(
        'Hand Saw',
        'SAW',
        [1_999, 6_999],
        [580, 150, 35],
        [0.14, 0.22],
        'spring steel and beech',
        'that cuts on the pull',
        { sizes: threeSizes },
      ),
      kind(
        'Toolbox',
        'TBX',
        [3_499, 14_999],
        [500, 240, 230],
        [0.09, 0.14],
        'powder-coated steel',
        'to hand down',
        { colours: brightColours },
      ),
    ],
  },
];
