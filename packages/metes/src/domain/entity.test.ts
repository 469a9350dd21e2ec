import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { toJson } from '../base/json.ts';
import { aggregate, restore } from './aggregate.ts';
import { stateOf } from './aggregate-root.ts';
import { entity } from './entity.ts';
import { event } from './event.ts';
import { identifier } from './identifier.ts';
import { Money } from './money.ts';
import { Quantity } from './quantity.ts';

const OrderId = identifier('ordering.OrderId');
const ProductId = identifier('ordering.ProductId');
type ProductId = z.output<typeof ProductId>;

class OrderLine extends entity('OrderLine', {
  id: 'productId',
  schema: z.object({ productId: ProductId, quantity: Quantity.schema(), unitPrice: Money.schema() }),
}) {
  add(more: Quantity): void {
    this.change({ quantity: this.quantity.plus(more) });
  }
  becomes(productId: ProductId): void {
    // @ts-expect-error: the identity stays
    this.change({ productId });
  }
  subtotal(): Money {
    return this.unitPrice.times(this.quantity);
  }
}
class LineAdded extends event('LineAdded', z.object({ line: OrderLine.schema() })) {}

class Order extends aggregate('Order', {
  id: OrderId,
  state: z.object({ currency: z.literal('EUR'), lines: z.array(OrderLine.schema()) }),
  events: [LineAdded],
  initial: () => ({ currency: 'EUR' as const, lines: [] }),
}) {
  addLine(productId: ProductId, quantity: Quantity, unitPrice: Money): void {
    const known = this.state.lines.find((line) => line.productId === productId);
    const line = known ?? new OrderLine({ productId, quantity, unitPrice });
    if (known) known.add(quantity);
    else this.state.lines.push(line);
    this.raise(new LineAdded({ line }));
  }
  get lines(): readonly OrderLine[] {
    return this.state.lines;
  }
  total(): Money {
    return Money.sum(
      this.state.lines.map((line) => line.subtotal()),
      this.state.currency,
    );
  }
}

const [tea, pot] = [ProductId.parse('tea'), ProductId.parse('pot')];
const price = Money.of(250, 'EUR');
const filled = (): Order => {
  const order = Order.begin(OrderId.parse('o-1'));
  order.addLine(tea, new Quantity(2), price);
  order.addLine(pot, new Quantity(1), price);
  order.addLine(tea, new Quantity(1), price);
  return order;
};

it('lives in the state of its root and changes through it', () => {
  const order = filled();
  expect(order.lines.map((line) => line.quantity.value)).toStrictEqual([3, 1]);
  expect(order.total().minor).toBe(1000);
});

it('is revived with its methods when the state is read back', () => {
  const order = filled();
  const back = restore(Order, {
    id: 'o-1',
    version: order.version,
    state: JSON.parse(JSON.stringify(stateOf(order))),
  });
  expect(back.lines[0]).toBeInstanceOf(OrderLine);
  expect(back.total().equals(order.total())).toBe(true);
  back.addLine(pot, new Quantity(4), price);
  expect(back.lines[1]!.quantity.value).toBe(5);
  expect(order.lines[1]!.quantity.value).toBe(1);
});

it('is told apart by identity: two with equal fields differ, one that changed is the same', () => {
  const line = new OrderLine({ productId: tea, quantity: new Quantity(1), unitPrice: price });
  const changed = new OrderLine({ productId: tea, quantity: new Quantity(9), unitPrice: price });
  const other = new OrderLine({ productId: pot, quantity: new Quantity(1), unitPrice: price });
  expect(line.sameAs(changed)).toBe(true);
  expect(line.sameAs(other)).toBe(false);
  expect(line.sameAs({ productId: tea })).toBe(false);
  expect(filled().sameAs(Order.begin(OrderId.parse('o-1')))).toBe(true);
  expect(filled().sameAs(Order.begin(OrderId.parse('o-2')))).toBe(false);
});

it('can be assigned to nowhere, and hands out frozen data', () => {
  const [line] = filled().lines;
  expectTypeOf(line!.quantity).toEqualTypeOf<Quantity>();
  // @ts-expect-error: fields are read-only
  expect(() => (line!.quantity = new Quantity(5))).toThrow(TypeError);
  expect(() => ((line!.toJSON() as { quantity: unknown }).quantity = 5)).toThrow(TypeError);
  // @ts-expect-error: only its own methods change it
  expect(() => line!.change({ quantity: new Quantity(5) })).not.toThrow();
});

it('keeps its identity and its schema with every change', () => {
  const line = new OrderLine({ productId: tea, quantity: new Quantity(1), unitPrice: price });
  expect(() => line.becomes(pot)).toThrow('METES_DOMAIN_IDENTITY_CHANGED');
  expect(line.productId).toBe(tea);
  expect(() => new OrderLine({ productId: tea, quantity: new Quantity(1), unitPrice: 5 as never })).toThrow(
    'METES_SCHEMA_INVALID',
  );
});

it('is copied into events, so that what happened does not change afterwards', () => {
  const order = filled();
  const line = order.lines[0]!;
  const added = new LineAdded({ line });
  line.add(new Quantity(10));
  expect(added.line.quantity.value).toBe(3);
  expect(toJson(added)).toStrictEqual({
    line: { productId: 'tea', quantity: 3, unitPrice: { minor: 250, currency: 'EUR' } },
  });
});
