/** A price in minor units of an ISO 4217 currency. */
export interface Price {
  readonly minor: number;
  readonly currency: 'USD';
}

/** The packed size in millimetres, longest side first. */
export interface Dimensions {
  readonly length: number;
  readonly width: number;
  readonly height: number;
}

/** What tells the SKUs of one product apart; a product without variants has neither. */
export interface Variant {
  readonly size?: string;
  readonly colour?: string;
}

/** One thing that can be put in a cart, stocked and shipped. */
export interface Sku {
  readonly sku: string;
  readonly variant: Variant;
  readonly price: Price;
  /** Packed weight. */
  readonly weightGrams: number;
  readonly dimensionsMm: Dimensions;
  readonly fragile: boolean;
  /** Units on the shelf when the shop opens. */
  readonly initialStock: number;
}

/** One product page. */
export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly description: string;
  /** From the department down, such as `['Kitchen', 'Tableware']`. */
  readonly category: readonly string[];
  readonly maker: string;
  readonly skus: readonly Sku[];
}

/** Everything the shop sells. */
export interface Catalogue {
  readonly seed: number;
  readonly products: readonly Product[];
}
