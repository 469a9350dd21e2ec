import { aggregate, event, identifier, Money, tally, type TallyDesk } from 'metes';
import { z } from 'zod';

export const OrderId = identifier('inventory.OrderId');
export const Sku = identifier('inventory.Sku');

/** So many units of one SKU. */
export const StockItem = z.strictObject({ sku: Sku, quantity: z.int().positive() });
export type StockItem = z.output<typeof StockItem>;

/** What is on the shelves: available to anybody, or reserved for an order. */
export const stock = tally('stock', ['available', 'reserved']);

const items = z.array(StockItem).min(1);

/** All that an order wants is set aside. */
export class StockReserved extends event(
  'StockReserved',
  z.strictObject({ orderId: OrderId, items, worth: Money.schema() }),
) {}

/** There is not enough of something; nothing is set aside. */
export class StockUnavailable extends event('StockUnavailable', z.strictObject({ orderId: OrderId })) {}

/** What was set aside is available again. */
export class StockReleased extends event('StockReleased', z.strictObject({ orderId: OrderId, items })) {}

/** What is set aside for one order, all of it or nothing. */
export class Reservation extends aggregate('Reservation', {
  id: OrderId,
  state: z.strictObject({
    status: z.enum(['none', 'reserved', 'refused', 'released']),
    items: z.array(StockItem),
  }),
  events: [StockReserved, StockUnavailable, StockReleased],
  initial: () => ({ status: 'none' as const, items: [] }),
}) {
  get items(): readonly StockItem[] {
    return this.state.items;
  }

  reserve(wanted: readonly StockItem[], worth: Money, shelves: TallyDesk): void {
    const shortages = shelves.move(
      wanted.map(({ sku, quantity }) =>
        stock.move({ key: sku, quantity, from: 'available', to: 'reserved' }),
      ),
    );
    this.state.items = [...wanted];
    if (shortages.length === 0) {
      this.state.status = 'reserved';
      this.raise(new StockReserved({ orderId: this.id, items: this.state.items, worth }));
    } else {
      this.state.status = 'refused';
      this.raise(new StockUnavailable({ orderId: this.id }));
    }
  }

  release(shelves: TallyDesk): void {
    this.ensure(this.state.status === 'reserved', 'Only what is reserved can be released', {
      status: this.state.status,
    });
    const { items } = this.state;
    const shortages = shelves.move(
      items.map(({ sku, quantity }) => stock.move({ key: sku, quantity, from: 'reserved', to: 'available' })),
    );
    this.ensure(shortages.length === 0, 'What a reservation holds is on the shelf', { shortages });
    this.state.status = 'released';
    this.raise(new StockReleased({ orderId: this.id, items }));
  }
}
