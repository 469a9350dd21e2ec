import type { Colour, SizeStep } from './assortment.ts';

const step = (
  label: string,
  scale: number,
  price: number,
  code = label.replace(/[^0-9A-Za-z]/g, '').toUpperCase(),
): SizeStep => ({
  label,
  code,
  scale,
  price,
});

/** Sizes of clothes; they cost the same. */
export const clothingSizes: readonly SizeStep[] = [
  step('XS', 0.94, 1),
  step('S', 0.97, 1),
  step('M', 1, 1),
  step('L', 1.03, 1),
  step('XL', 1.06, 1),
  step('XXL', 1.09, 1),
];

/** European shoe sizes. */
export const shoeSizes: readonly SizeStep[] = [
  step('EU 37', 0.94, 1),
  step('EU 39', 0.97, 1),
  step('EU 41', 1, 1),
  step('EU 43', 1.03, 1),
  step('EU 45', 1.06, 1),
];

/** Sizes of vessels and tools. */
export const threeSizes: readonly SizeStep[] = [
  step('small', 0.82, 0.75, 'S'),
  step('medium', 1, 1, 'M'),
  step('large', 1.2, 1.35, 'L'),
];

/** Packs of the same thing. */
export const packs: readonly SizeStep[] = [
  step('single', 1, 1, '1P'),
  step('pack of 2', 1.26, 1.85, '2P'),
  step('pack of 4', 1.587, 3.4, '4P'),
];

/** Sizes of beds. */
export const bedSizes: readonly SizeStep[] = [
  step('twin', 0.92, 0.8, 'TW'),
  step('full', 0.97, 0.9, 'FU'),
  step('queen', 1, 1, 'QU'),
  step('king', 1.06, 1.2, 'KI'),
];

/** Capacities of storage; the box stays the same. */
export const capacities: readonly SizeStep[] = [
  step('256 GB', 1, 0.8),
  step('512 GB', 1, 1),
  step('1 TB', 1, 1.45),
  step('2 TB', 1, 2.3),
];

/** Bindings of a book. */
export const bindings: readonly SizeStep[] = [
  step('paperback', 0.95, 0.65, 'PB'),
  step('hardcover', 1.05, 1.1, 'HC'),
];

const colours = (text: string): readonly Colour[] =>
  text.split(', ').map((label) => ({
    label,
    code: label
      .replace(/[^a-z]/g, '')
      .slice(0, 4)
      .toUpperCase(),
  }));

/** Colours of clothes. */
export const textileColours = colours('black, navy, olive, oatmeal, rust, charcoal, white, plum');
/** Colours of things for the home. */
export const homeColours = colours('white, sage, terracotta, slate, sand, indigo');
/** Colours of machines and cases. */
export const machineColours = colours('graphite, silver, white, midnight');
/** Colours of what should be seen. */
export const brightColours = colours('red, yellow, teal, orange, lime');
/** Colours of wood. */
export const woodColours = colours('oak, walnut, ash, birch');
