import { kind, type Shelf } from '../assortment.ts';
import { threeSizes, homeColours, brightColours } from '../variant-axes.ts';

/** The shelves of the garden department. */
export const garden: readonly Shelf[] = [
  {
    category: ['Garden', 'Tools'],
    kinds: [
      kind(
        'Hand Trowel',
        'TRW',
        [1_299, 3_999],
        [340, 100, 70],
        [0.13, 0.2],
        'forged steel and ash',
        'that does not bend in clay',
      ),
      kind(
        'Pruning Shears',
        'PRN',
        [1_999, 7_999],
        [240, 90, 35],
        [0.32, 0.48],
        'hardened steel, forged aluminium and steel',
        'for clean cuts up to a thumb',
        { colours: brightColours },
      ),
      kind(
        'Watering Can',
        'WAT',
        [1_999, 6_999],
        [420, 320, 220],
        [0.025, 0.045],
        'galvanised steel, powder-coated steel',
        'with a fine rose',
        { sizes: threeSizes, colours: homeColours },
      ),
      kind(
        'Plant Pot',
        'POT',
        [999, 5_999],
        [240, 240, 220],
        [0.14, 0.22],
        'terracotta, glazed clay, fibre clay',
        'with a hole and a saucer',
        { sizes: threeSizes, colours: homeColours, fragile: true },
      ),
    ],
  },
];
