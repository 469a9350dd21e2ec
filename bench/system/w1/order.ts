import { seeded } from '../seeded.ts';

/** One line of an order. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
  /** Minor units. */
  readonly unitPrice: number;
}

/** What a customer asks for: three lines, ordered by SKU. */
export interface Order {
  /** A UUID. */
  readonly id: string;
  readonly customer: string;
  readonly lines: readonly Line[];
  /** Minor units. */
  readonly total: number;
}

/** How an order ends. */
export type Outcome = 'confirmed' | 'rejected';

/** How many things there are to buy, and how many of each: so many that nothing ever runs out. */
export const skuCount = 1_000;
export const initialStock = 100_000_000;

/** The SKU of a number from 0 to `skuCount - 1`; sorts like the number. */
export const skuOf = (number: number): string => `sku-${String(number).padStart(4, '0')}`;

/** The orders of a seed, one after another, the same for every subject. */
export function orders(seed: number): () => Order {
  const random = seeded(seed);
  const whole = (end: number): number => Math.floor(random() * end);
  const hex = (digits: number): string =>
    whole(16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  let made = 0;
  return () => {
    // Like UUIDv7: the front grows, so that new rows stand together in every index.
    const front = (0x0190_0000_0000 + seed * 0x1_0000_0000 + made++)
      .toString(16)
      .padStart(12, '0')
      .slice(-12);
    const id = `${front.slice(0, 8)}-${front.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`;
    const numbers = new Set<number>();
    while (numbers.size < 3) numbers.add(whole(skuCount));
    const lines = [...numbers]
      .sort((a, b) => a - b)
      .map((number) => ({ sku: skuOf(number), quantity: 1 + whole(3), unitPrice: 199 + (number % 97) * 50 }));
    const total = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
    return { id, customer: `customer-${String(whole(5_000)).padStart(5, '0')}`, lines, total };
  };
}

/** The authorisation of a payment: local, without delay, and it declines one order in a hundred (FNV-1a of the id). */
export function isDeclined(orderId: string): boolean {
  let hash = 0x811c9dc5;
  for (let index = 0; index < orderId.length; index++)
    hash = Math.imul(hash ^ orderId.charCodeAt(index), 0x01000193) >>> 0;
  return hash % 100 === 0;
}
