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

const threeDigits = Array.from({ length: 0x1000 }, (_, number) => number.toString(16).padStart(3, '0'));

/** A number below 0x1000000 in hexadecimal digits; from a table, since the driver should weigh little beside what it drives. */
const sixDigits = (number: number): string => `${threeDigits[number >> 12]}${threeDigits[number & 0xfff]}`;

/** The orders of a seed, one after another, the same for every subject. */
export function orders(seed: number): () => Order {
  const random = seeded(seed);
  const whole = (end: number): number => Math.floor(random() * end);
  let made = 0;
  return () => {
    // Like UUIDv7: the front grows, so that new rows stand together in every index.
    const front = 0x0190_0000_0000 + seed * 0x1_0000_0000 + made++;
    const high = sixDigits(Math.floor(front / 0x100_0000) % 0x100_0000);
    const low = sixDigits(front % 0x100_0000);
    const first = `${high}${low.slice(0, 2)}-${low.slice(2)}-7${threeDigits[whole(0x1000)]}`;
    const id = `${first}-8${threeDigits[whole(0x1000)]}-${sixDigits(whole(0x100_0000))}${sixDigits(whole(0x100_0000))}`;
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
