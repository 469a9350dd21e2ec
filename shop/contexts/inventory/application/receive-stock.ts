import { command, handle } from 'metes';
import { z } from 'zod';
import { ReceiptId } from '../domain/ids.ts';
import { skusOf, StockItem } from '../domain/stock-item.ts';
import { StockReceipt } from '../domain/stock-receipt.ts';
import { stock } from '../domain/stock.ts';

/** Put goods that came in on the shelf. */
export class ReceiveStock extends command(
  'ReceiveStock',
  z.strictObject({ receiptId: ReceiptId, items: z.array(StockItem).min(1).max(500) }),
) {}

export const receiveStock = handle(ReceiveStock, StockReceipt, {
  id: (c) => c.receiptId,
  expects: 'either',
  tallies: (c) => [{ tally: stock, keys: skusOf(c.items) }],
  run: (receipt, c, shelves) => receipt.receive(c.items, shelves),
});
