import { kind, type Shelf } from '../assortment.ts';
import { threeSizes, textileColours, brightColours } from '../variant-axes.ts';

/** The shelves of the pets department. */
export const pets: readonly Shelf[] = [
  {
    category: ['Pets', 'Dogs'],
    kinds: [
      kind(
        'Dog Bed',
        'DBD',
        [3_999, 15_999],
        [620, 480, 160],
        [0.03, 0.05],
        'canvas and recycled fill',
        'with a cover that comes off',
        { sizes: threeSizes, colours: textileColours },
      ),
      kind(
        'Dog Leash',
        'LSH',
        [1_499, 4_999],
        [200, 130, 35],
        [0.16, 0.26],
        'climbing rope, leather',
        'easy on the hand',
        { colours: brightColours },
      ),
      kind(
        'Chew Toy',
        'CHW',
        [799, 2_499],
        [170, 90, 60],
        [0.22, 0.36],
        'natural rubber',
        'for strong opinions',
        { sizes: threeSizes, colours: brightColours },
      ),
    ],
  },
];
