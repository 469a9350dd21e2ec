import { z } from 'zod';
import { Sku } from './ids.ts';

/** So many units of one SKU. */
export const StockItem = z.strictObject({ sku: Sku, quantity: z.int().positive() });
export type StockItem = z.output<typeof StockItem>;

/** The same units with every SKU named once, in the order in which they were first named. */
export function mergedBySku(items: readonly StockItem[]): StockItem[] {
  const quantities = new Map<Sku, number>();
  for (const { sku, quantity } of items) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

/** The SKUs of items, each once. */
export function skusOf(items: readonly StockItem[]): Sku[] {
  return [...new Set(items.map((item) => item.sku))];
}
