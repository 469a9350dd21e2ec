import { read, toJson } from 'metes';
import { z } from 'zod';
import { products } from '../application/products.projection.ts';
import { Sku } from '../domain/ids.ts';
import { MoneyView } from './cart-view.ts';

const ProductView = z.strictObject({
  sku: z.string(),
  name: z.string(),
  price: MoneyView,
  category: z.array(z.string()),
  department: z.string(),
});

export const listProductsRoute = read('/products', {
  summary: 'Look at what is on offer, by SKU, a page at a time',
  access: 'public',
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    after: Sku.optional(),
    department: z.string().min(1).max(100).optional(),
  }),
  answers: {
    200: z.strictObject({
      products: z.array(ProductView),
      /** Give it as `after` to get the next page; null on the last one. */
      next: z.string().nullable(),
    }),
  },
  read: async ({ query: { limit, after, department } }, reader) => {
    const page = await reader.rows(products, {
      limit,
      ...(after ? { after } : {}),
      ...(department ? { where: { department } } : {}),
    });
    const next = page.length === limit ? (page.at(-1)?.sku ?? null) : null;
    return { status: 200, body: toJson({ products: page, next }) };
  },
});
