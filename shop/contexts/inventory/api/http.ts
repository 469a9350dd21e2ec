import { read } from 'metes';
import { z } from 'zod';
import { Sku } from '../domain/ids.ts';
import { stock } from '../domain/stock.ts';

const StockView = z.strictObject({
  sku: z.string(),
  available: z.int().nonnegative(),
  reserved: z.int().nonnegative(),
  allocated: z.int().nonnegative(),
});

export const readStock = read('/stock/:sku', {
  summary: 'Read how much there is of one SKU: available, reserved for orders, allocated to orders',
  access: ['staff'],
  params: z.strictObject({ sku: Sku }),
  answers: { 200: StockView },
  read: async ({ params: { sku } }, reader) => {
    const held = await reader.tally(stock, sku);
    if (Object.values(held).every((quantity) => quantity === 0)) return undefined;
    return { status: 200, body: { sku, ...held } };
  },
});
