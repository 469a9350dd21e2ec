import { createHash, randomUUID } from 'node:crypto';
import { Money } from 'metes';
import type { System } from 'metes/start';
import { query } from '../../../server.ts';
import type { LoopRun, Place, Subject } from '../../../subject.ts';
import type { Books } from '../../../w1/books.ts';
import { initialStock, type Order, type Outcome, skuCount, skuOf } from '../../../w1/order.ts';
import { type OrderTaker, orderTaking } from '../../../w1/order-taker.ts';
import { startingPlace } from '../started.ts';
import { ReceiveStock } from './inventory/context.ts';
import { Sku } from './inventory/reservation.ts';
import { ReceiptId } from './inventory/stock-receipt.ts';
import { shop } from './map.ts';
import { PlaceOrder } from './ordering/context.ts';
import { orderConfirmed, orderRejected } from './ordering/contract.ts';
import { CustomerId, OrderId, OrderLine, Sku as OrderedSku } from './ordering/order.ts';

/** The three contexts in one process, as a user gets them who sets nothing. */
export const metes: Subject<LoopRun> = orderTaking(
  'metes',
  'three contexts in one process, through the public API',
  open,
);

async function open({ url }: Place): Promise<OrderTaker> {
  const starting = await startingPlace(url);
  const system = await starting.start(shop);
  await fillShelves(system);
  const outcomes = new Outcomes(system);
  return {
    place: async (order) => {
      const outcome = outcomes.of(order.id);
      await send(system, order);
      return outcome;
    },
    books: async () => {
      await system.quiesce(30_000);
      return readBooks(url);
    },
    close: async () => {
      outcomes.stop();
      await system.stop();
      await starting.close();
    },
  };
}

/** Sends the order as the HTTP floor does: under an idempotency key, with the answer kept in the same commit. */
function send(system: System, order: Order): Promise<unknown> {
  const command = new PlaceOrder({
    orderId: OrderId.parse(order.id),
    customerId: CustomerId.parse(order.customer),
    lines: order.lines.map(
      (line) =>
        new OrderLine({
          sku: OrderedSku.parse(line.sku),
          quantity: line.quantity,
          unitPrice: Money.of(line.unitPrice, 'EUR'),
        }),
    ),
  });
  const request = randomUUID();
  return system.context('ordering').send({
    command,
    correlation: request,
    causation: request,
    idempotency: {
      principal: order.customer,
      route: 'POST /orders',
      key: order.id,
      fingerprint: createHash('sha256').update(JSON.stringify(order)).digest('hex'),
    },
    answer: ({ id }) => ({
      status: 202,
      headers: { location: `/orders/${id}` },
      body: JSON.stringify({ orderId: id, status: 'pending' }),
    }),
  });
}

/** Who waits for which order. The log of ordering tells of the end, after the commit that made it durable. */
class Outcomes {
  readonly #waiting = new Map<string, (outcome: Outcome) => void>();
  readonly stop: () => void;

  constructor(system: System) {
    this.stop = system.context('ordering').outlet.onGrowth(({ records }) => {
      for (const { aggregateId, published } of records) {
        const contract = published[0]?.contract;
        if (contract === orderConfirmed.contract) this.#end(aggregateId, 'confirmed');
        else if (contract === orderRejected.contract) this.#end(aggregateId, 'rejected');
      }
    });
  }

  of(orderId: string): Promise<Outcome> {
    return new Promise((resolve) => this.#waiting.set(orderId, resolve));
  }

  #end(orderId: string, outcome: Outcome): void {
    this.#waiting.get(orderId)?.(outcome);
    this.#waiting.delete(orderId);
  }
}

async function fillShelves(system: System): Promise<void> {
  const slip = 100;
  for (let from = 0; from < skuCount; from += slip) {
    const items = Array.from({ length: slip }, (_, index) => ({
      sku: Sku.parse(skuOf(from + index)),
      quantity: initialStock,
    }));
    await system.send('inventory', new ReceiveStock({ receiptId: ReceiptId.parse(`slip-${from}`), items }));
  }
}

/** Read from the views for auditors, past the running system. */
async function readBooks(url: string): Promise<Books> {
  const [counts] = await query(
    url,
    `with each_order as (select state ->> 'status' as status from ordering.audit_aggregates where type = 'Order'),
       each_payment as (select state ->> 'status' as status from payments.audit_aggregates where type = 'Payment')
     select (select count(*)::int from each_order where status not in ('confirmed', 'rejected')) as pending,
       (select count(*)::int from each_order where status = 'confirmed') as confirmed,
       (select count(*)::int from each_order where status = 'rejected') as rejected,
       (select count(*)::int from each_payment where status = 'authorised') as authorised,
       (select count(*)::int from each_payment where status = 'declined') as declined`,
  );
  const shelves = await query(
    url,
    `select key, a0::float as available, a1::float as reserved from inventory.audit_tallies where tally = 'stock'`,
  );
  const stock = new Map(
    shelves.map((each) => [
      each['key'] as string,
      { available: Number(each['available']), reserved: Number(each['reserved']) },
    ]),
  );
  return { ...(counts as unknown as Omit<Books, 'stock'>), stock };
}
