import { kind, type Shelf } from '../assortment.ts';
import { threeSizes, textileColours, machineColours, brightColours } from '../variant-axes.ts';

/** The shelves of the sport department. */
export const sport: readonly Shelf[] = [
  {
    category: ['Sport', 'Fitness'],
    kinds: [
      kind(
        'Kettlebell',
        'KTB',
        [2_499, 11_999],
        [250, 190, 190],
        [0.8, 1.3],
        'cast iron, powder-coated iron',
        'with a handle that does not tear',
        { sizes: threeSizes, colours: brightColours },
      ),
      kind(
        'Yoga Mat',
        'YOG',
        [2_499, 9_999],
        [660, 130, 130],
        [0.11, 0.18],
        'natural rubber, cork and rubber',
        'that holds when you sweat',
        { colours: [...brightColours, ...textileColours] },
      ),
      kind(
        'Skipping Rope',
        'SKP',
        [999, 3_999],
        [240, 130, 45],
        [0.13, 0.22],
        'steel cable and beech',
        'on smooth bearings',
        { colours: brightColours },
      ),
    ],
  },
  {
    category: ['Sport', 'Outdoor'],
    kinds: [
      kind(
        'Two-Person Tent',
        'TNT',
        [14_999, 59_900],
        [480, 170, 170],
        [0.14, 0.2],
        'ripstop nylon and aluminium poles',
        'that stands in five minutes',
        { colours: brightColours },
      ),
      kind(
        'Sleeping Bag',
        'SLB',
        [8_999, 44_900],
        [360, 220, 220],
        [0.06, 0.09],
        'responsible down, recycled fill',
        'warm to the first frost',
        { sizes: threeSizes, colours: brightColours },
      ),
      kind(
        'Insulated Bottle',
        'BTL',
        [1_999, 4_999],
        [270, 80, 80],
        [0.18, 0.27],
        'double-walled steel',
        'hot for twelve hours',
        { sizes: threeSizes, colours: [...brightColours, ...machineColours] },
      ),
      kind(
        'Head Torch',
        'HTR',
        [2_499, 8_999],
        [120, 90, 70],
        [0.13, 0.22],
        'moulded polymer',
        'that does not blind your friends',
        { colours: brightColours },
      ),
    ],
  },
];
