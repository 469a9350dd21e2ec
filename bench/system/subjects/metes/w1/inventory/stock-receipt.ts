import { aggregate, event, identifier, type TallyDesk } from 'metes';
import { z } from 'zod';
import { stock, StockItem } from './reservation.ts';

export const ReceiptId = identifier('inventory.ReceiptId');

/** Goods have come in and are on the shelf. */
export class StockReceived extends event(
  'StockReceived',
  z.strictObject({ receiptId: ReceiptId, items: z.array(StockItem).min(1) }),
) {}

/** Goods that came in with one slip. */
export class StockReceipt extends aggregate('StockReceipt', {
  id: ReceiptId,
  state: z.strictObject({ items: z.array(StockItem) }),
  events: [StockReceived],
  initial: () => ({ items: [] }),
}) {
  receive(items: readonly StockItem[], shelves: TallyDesk): void {
    shelves.move(items.map(({ sku, quantity }) => stock.receive({ key: sku, quantity, into: 'available' })));
    this.state.items = [...items];
    this.raise(new StockReceived({ receiptId: this.id, items: this.state.items }));
  }
}
