import { identifier } from 'metes';
import type { z } from 'zod';

/** The order that a reservation is for, as inventory knows it. */
export const OrderId = identifier('inventory.OrderId');
export type OrderId = z.output<typeof OrderId>;

/** One thing on the shelf. */
export const Sku = identifier('inventory.Sku');
export type Sku = z.output<typeof Sku>;

/** The slip that came with goods from a supplier. */
export const ReceiptId = identifier('inventory.ReceiptId');
export type ReceiptId = z.output<typeof ReceiptId>;
