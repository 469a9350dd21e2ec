/**
 * What the pure floors cost: nanoseconds an operation, the best of several rounds, and operations a second.
 *
 *     node --conditions=@metes/source --import tsx bench/micro/domain.ts [--json]
 */
import {
  aggregate,
  contract,
  entity,
  envelopeOf,
  event,
  identifier,
  Money,
  Quantity,
  readEnvelope,
  sameJson,
  toJson,
  uuidV7,
  valueObject,
} from 'metes';
import { z } from 'zod';

const OrderId = identifier('ordering.OrderId');
const ProductId = identifier('ordering.ProductId');
class Address extends valueObject(
  'Address',
  z.object({
    street: z.string(),
    city: z.string(),
    state: z.string(),
    zipCode: z.string(),
    country: z.string(),
  }),
) {}
class OrderLine extends entity('OrderLine', {
  id: 'productId',
  schema: z.object({ productId: ProductId, quantity: Quantity.schema(), unitPrice: Money.schema() }),
}) {}
class Counted extends event('Counted', z.object({ orderId: OrderId, by: z.int() })) {}
class OrderPlaced extends event(
  'OrderPlaced',
  z.object({
    orderId: OrderId,
    total: Money.schema(),
    lines: z.array(
      z.object({ productId: ProductId, quantity: Quantity.schema(), unitPrice: Money.schema() }),
    ),
  }),
) {}
const OrderState = z.object({ count: z.int(), total: Money.schema(), lines: z.array(OrderLine.schema()) });
const declaration = {
  id: OrderId,
  state: OrderState,
  events: [Counted],
  initial: () => ({ count: 0, total: Money.zero('EUR'), lines: [] }),
} as const;
class Order extends aggregate('Order', declaration) {
  count(by: number): void {
    this.ensure(by > 0, 'Only positive numbers count');
    this.state.count += by;
    this.raise(new Counted({ orderId: this.id, by }));
  }
}
class SourcedOrder extends aggregate('SourcedOrder', {
  ...declaration,
  evolve: { Counted: (state, counted) => ({ ...state, count: state.count + counted.by }) },
}) {
  count(by: number): void {
    this.ensure(by > 0, 'Only positive numbers count');
    this.raise(new Counted({ orderId: this.id, by }));
  }
}
const plainMoney = z.object({ minor: z.int(), currency: z.string() });
const orderPlaced = contract('ordering.order-placed', {
  v1: z.object({
    orderId: z.string(),
    total: plainMoney,
    lines: z.array(z.object({ productId: z.string(), quantity: z.int(), unitPrice: plainMoney })),
  }),
});

const orderId = OrderId.parse('0198c2f0-7e1a-7000-8000-000000000000');
const five = Money.of(500, 'EUR');
const same = Money.of(500, 'EUR');
const lines = ['a', 'b', 'c'].map((id) => ({
  productId: ProductId.parse(id),
  quantity: new Quantity(2),
  unitPrice: five,
}));
const placed = new OrderPlaced({ orderId, total: five, lines });
const placedJson = JSON.parse(JSON.stringify(placed)) as never;
const stateJson = toJson({ count: 1, total: five, lines }) as never;
const home = { street: '1 Main St', city: 'Springfield', state: 'IL', zipCode: '62701', country: 'US' };
const address = new Address(home);
const otherAddress = new Address(home);
const id = uuidV7({ time: 1, bytes: new Uint8Array(10) });
const bytes = new Uint8Array(10);
const envelope = envelopeOf({
  id,
  contract: 'ordering.order-placed',
  version: 1,
  subject: orderId,
  time: 1_790_000_000_000,
  correlation: 'r-1',
  causation: 'r-1',
  sequence: 1,
  data: placedJson,
});

const subjects: Readonly<Record<string, () => unknown>> = {
  'identifier: parse': () => OrderId.parse('0198c2f0-7e1a-7000-8000-000000000000'),
  'value object: new Money': () => new Money({ minor: 5, currency: 'EUR' }),
  'value object: new Address': () => new Address(home),
  'value object: equals': () => five.equals(same),
  'value object: equals, 5 fields': () => address.equals(otherAddress),
  'money: plus': () => five.plus(same),
  'money: allocate in 3': () => five.allocate([1, 1, 1]),
  'event: new, 2 fields': () => new Counted({ orderId, by: 1 }),
  'event: new, 3 lines with values': () => new OrderPlaced({ orderId, total: five, lines }),
  'event: from JSON, 3 lines': () => OrderPlaced.fromJson(placedJson, 1),
  'json: toJson of that event': () => toJson(placed),
  'json: sameJson of that event': () => sameJson(placed, placedJson),
  'aggregate: begin and one command': () => Order.begin(orderId).count(1),
  'aggregate: same, event-sourced': () => SourcedOrder.begin(orderId).count(1),
  'aggregate: state of 3 entities from JSON': () => OrderState.parse(stateJson),
  'contract: write, 3 lines': () => orderPlaced.write(placedJson),
  'contract: read, 3 lines': () => orderPlaced.read(1, placedJson),
  'envelope: read': () => readEnvelope(envelope),
  uuidV7: () => uuidV7({ time: 1_790_000_000_000, bytes }),
};

const asJson = process.argv.includes('--json');
let kept: unknown;
for (const [name, run] of Object.entries(subjects)) {
  const nanoseconds = best(run);
  const perSecond = Math.round(1e9 / nanoseconds);
  if (asJson)
    console.log(
      JSON.stringify({
        workload: 'micro/domain',
        subject: name,
        nanoseconds: Math.round(nanoseconds),
        perSecond,
      }),
    );
  else
    console.log(
      `${name.padEnd(42)}${nanoseconds.toFixed(0).padStart(8)} ns ${perSecond.toLocaleString('en').padStart(14)} /s`,
    );
}
if (kept === undefined) throw new Error('nothing was run');

function best(run: () => unknown): number {
  for (let index = 0; index < 20_000; index++) kept = run();
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round++) {
    const count = 20_000;
    const started = process.hrtime.bigint();
    for (let index = 0; index < count; index++) kept = run();
    least = Math.min(least, Number(process.hrtime.bigint() - started) / count);
  }
  return least;
}
