import type { Books } from './books.ts';
import { initialStock } from './order.ts';

/** What has changed in the books since they were read before, as if the store had been new then. */
export function booksSince(before: Books, now: Books): Books {
  const stock = new Map(
    [...now.stock].map(([sku, { available, reserved }]) => {
      const then = before.stock.get(sku) ?? { available: initialStock, reserved: 0 };
      return [sku, { available: available + then.reserved, reserved: reserved - then.reserved }] as const;
    }),
  );
  return {
    pending: now.pending,
    confirmed: now.confirmed - before.confirmed,
    rejected: now.rejected - before.rejected,
    authorised: now.authorised - before.authorised,
    declined: now.declined - before.declined,
    stock,
    lines: now.lines - before.lines,
    quantity: now.quantity - before.quantity,
  };
}
