import { kind, type Shelf } from '../assortment.ts';
import { threeSizes, textileColours, woodColours } from '../variant-axes.ts';

/** The shelves of the furniture department. */
export const furniture: readonly Shelf[] = [
  {
    category: ['Furniture', 'Seating'],
    kinds: [
      kind(
        'Dining Chair',
        'CHR',
        [8_999, 34_999],
        [880, 500, 470],
        [0.025, 0.04],
        'solid wood, bent plywood',
        'to sit in long after the meal',
        { colours: woodColours },
      ),
      kind(
        'Bar Stool',
        'STL',
        [7_999, 27_999],
        [760, 420, 420],
        [0.035, 0.055],
        'solid wood and steel',
        'at the height of a counter',
        { colours: woodColours },
      ),
      kind(
        'Lounge Chair',
        'LOU',
        [29_999, 119_900],
        [860, 800, 760],
        [0.035, 0.05],
        'solid wood and wool felt',
        'that asks you to stay',
        { colours: textileColours },
      ),
    ],
  },
  {
    category: ['Furniture', 'Storage'],
    kinds: [
      kind(
        'Bookcase',
        'BKC',
        [12_999, 69_900],
        [1_250, 420, 160],
        [0.3, 0.42],
        'veneered board, solid wood',
        'delivered flat, built in half an hour',
        { colours: woodColours, sizes: threeSizes },
      ),
      kind(
        'Storage Crate',
        'CRT',
        [1_999, 6_999],
        [420, 320, 280],
        [0.04, 0.07],
        'birch plywood, pine',
        'that stacks',
        { sizes: threeSizes, colours: woodColours },
      ),
      kind(
        'Coat Rack',
        'RCK',
        [3_999, 17_999],
        [980, 220, 110],
        [0.14, 0.2],
        'solid wood and brass',
        'with room for guests',
        { colours: woodColours },
      ),
    ],
  },
];
