/** One way a product comes in several sizes; `scale` is linear, `price` a factor. */
export interface SizeStep {
  readonly label: string;
  readonly code: string;
  readonly scale: number;
  readonly price: number;
}

/** A colour and its code in a SKU. */
export interface Colour {
  readonly label: string;
  readonly code: string;
}

/** A kind of thing the shop sells, with what is plausible for it. */
export interface Kind {
  readonly noun: string;
  /** Three letters in the SKU. */
  readonly code: string;
  /** Lowest and highest price of the base size, in cents. */
  readonly price: readonly [number, number];
  /** Packed size of the base size in millimetres. */
  readonly box: readonly [number, number, number];
  /** Packed grams per cubic centimetre, lowest and highest. */
  readonly density: readonly [number, number];
  readonly fragile: boolean;
  readonly materials: readonly string[];
  readonly purpose: string;
  readonly sizes: readonly SizeStep[];
  readonly colours: readonly Colour[];
}

/** A shelf of the shop: kinds of things that belong together. */
export interface Shelf {
  readonly category: readonly [string, string];
  readonly kinds: readonly Kind[];
}

/** Makes a kind in one line: without variants and not fragile, unless told otherwise. */
export function kind(
  noun: string,
  code: string,
  price: readonly [number, number],
  box: readonly [number, number, number],
  density: readonly [number, number],
  materials: string,
  purpose: string,
  more: {
    readonly sizes?: readonly SizeStep[];
    readonly colours?: readonly Colour[];
    readonly fragile?: boolean;
  } = {},
): Kind {
  const { sizes = [], colours = [], fragile = false } = more;
  return {
    noun,
    code,
    price,
    box,
    density,
    fragile,
    materials: materials.split(', '),
    purpose,
    sizes,
    colours,
  };
}
