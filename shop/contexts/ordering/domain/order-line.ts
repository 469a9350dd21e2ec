import { DomainRuleBroken, Money, Quantity, valueObject } from 'metes';
import { z } from 'zod';
import { Sku } from './ids.ts';

/** One thing that is ordered: what, how many, at what price. Internal to the order. */
export class OrderLine extends valueObject(
  'OrderLine',
  z.strictObject({
    sku: Sku,
    /** What it was called when it was ordered. */
    name: z.string().min(1).max(200),
    quantity: Quantity.schema(),
    unitPrice: Money.schema(),
  }),
) {
  /** The unit price times the quantity. */
  subtotal(): Money {
    return this.unitPrice.times(this.quantity);
  }

  /** The same line with more of it. */
  increasedBy(quantity: Quantity): OrderLine {
    const { sku, name, unitPrice } = this;
    return new OrderLine({ sku, name, quantity: this.quantity.plus(quantity).value, unitPrice });
  }
}

/** The lines with one more; more of what is there already makes that line longer. */
export function withLine(lines: readonly OrderLine[], added: OrderLine): OrderLine[] {
  const { currency } = added.unitPrice;
  if (lines.some((line) => line.unitPrice.currency !== currency)) {
    throw new DomainRuleBroken('Order', 'All lines of an order have one currency', { currency });
  }
  const there = lines.find((line) => line.sku === added.sku);
  if (!there) return [...lines, added];
  if (!there.unitPrice.equals(added.unitPrice)) {
    throw new DomainRuleBroken('Order', 'One product has one price in an order', { sku: added.sku });
  }
  return lines.map((line) => (line === there ? line.increasedBy(added.quantity) : line));
}

/** What lines come to, in their one currency. */
export function totalOf(lines: readonly OrderLine[]): Money {
  const [first] = lines;
  if (!first) throw new DomainRuleBroken('Order', 'An order without lines has no total');
  return Money.sum(
    lines.map((line) => line.subtotal()),
    first.unitPrice.currency,
  );
}
