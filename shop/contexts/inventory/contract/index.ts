/** The published language of inventory. */
export { stockReserved } from './stock-reserved.ts';
export { stockUnavailable } from './stock-unavailable.ts';
