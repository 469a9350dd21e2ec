import { kind, type Shelf } from '../assortment.ts';
import { threeSizes, packs, bedSizes, textileColours, homeColours, machineColours } from '../variant-axes.ts';

/** The shelves of the home department. */
export const home: readonly Shelf[] = [
  {
    category: ['Home', 'Bedding'],
    kinds: [
      kind(
        'Duvet Cover',
        'DUV',
        [3_999, 15_999],
        [380, 290, 80],
        [0.15, 0.22],
        'washed linen, organic cotton, percale',
        'that softens with every wash',
        { sizes: bedSizes, colours: homeColours },
      ),
      kind(
        'Wool Blanket',
        'BLK',
        [5_999, 22_999],
        [400, 320, 140],
        [0.09, 0.14],
        'merino wool, recycled wool',
        'for cold evenings',
        { sizes: threeSizes, colours: textileColours },
      ),
      kind(
        'Pillow',
        'PIL',
        [1_999, 8_999],
        [600, 400, 140],
        [0.02, 0.04],
        'down and feather, microfibre, natural latex',
        'that keeps its loft',
        { sizes: packs },
      ),
      kind(
        'Fitted Sheet',
        'SHT',
        [2_499, 8_999],
        [330, 260, 60],
        [0.18, 0.26],
        'organic cotton, percale, bamboo viscose',
        'with corners that stay down',
        { sizes: bedSizes, colours: homeColours },
      ),
    ],
  },
  {
    category: ['Home', 'Lighting'],
    kinds: [
      kind(
        'Table Lamp',
        'TLP',
        [3_499, 17_999],
        [450, 300, 300],
        [0.04, 0.07],
        'ceramic and linen, turned wood and linen',
        'that makes a corner',
        { colours: homeColours, fragile: true },
      ),
      kind(
        'Pendant Light',
        'PEN',
        [4_999, 29_999],
        [420, 420, 320],
        [0.03, 0.05],
        'mouth-blown glass, spun metal',
        'to hang low over a table',
        { colours: machineColours, fragile: true },
      ),
      kind(
        'Reading Light',
        'RDL',
        [2_499, 9_999],
        [320, 150, 90],
        [0.15, 0.24],
        'anodised aluminium',
        'that lights the page and not the sleeper',
        { colours: machineColours },
      ),
    ],
  },
];
