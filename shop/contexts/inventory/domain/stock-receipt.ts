import { aggregate, event, type TallyDesk } from 'metes';
import { z } from 'zod';
import { ReceiptId } from './ids.ts';
import { mergedBySku, StockItem } from './stock-item.ts';
import { stock } from './stock.ts';

/** Goods have come in and are on the shelf. */
export class StockReceived extends event(
  'StockReceived',
  z.strictObject({ receiptId: ReceiptId, items: z.array(StockItem).min(1) }),
) {}

/** Goods that came in with one slip; they are put on the shelf once. */
export class StockReceipt extends aggregate('StockReceipt', {
  id: ReceiptId,
  state: z.strictObject({ items: z.array(StockItem) }),
  events: [StockReceived],
  initial: () => ({ items: [] }),
}) {
  get items(): readonly StockItem[] {
    return this.state.items;
  }

  /** Puts the goods on the shelf. A slip that is booked already is not booked again. */
  receive(delivered: readonly StockItem[], shelves: TallyDesk): void {
    this.ensure(delivered.length > 0, 'A receipt has at least one item');
    const items = mergedBySku(delivered);
    if (this.state.items.length > 0) {
      const same = JSON.stringify(items) === JSON.stringify(this.state.items);
      this.ensure(same, 'A slip that is booked cannot be booked with other goods', { receiptId: this.id });
      return;
    }
    shelves.move(items.map(({ sku, quantity }) => stock.receive({ key: sku, quantity, into: 'available' })));
    this.state.items = items;
    this.raise(new StockReceived({ receiptId: this.id, items }));
  }
}
