import { tally } from 'metes';

/**
 * What is on the shelves, unit by unit: `available` to anybody, `reserved` for an order that may still fall through,
 * `allocated` to an order that stands. Units move between the three; they come in by receipts only.
 */
export const stock = tally('stock', ['available', 'reserved', 'allocated']);
