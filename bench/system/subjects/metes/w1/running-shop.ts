import { hash, randomUUID } from 'node:crypto';
import { type ContextMap, Money } from 'metes';
import type { System } from 'metes/start';
import { Awaited } from '../../../awaited.ts';
import { initialStock, type Order, type Outcome, skuCount, skuOf } from '../../../w1/order.ts';
import type { OrderTaker } from '../../../w1/order-taker.ts';
import { startingPlace } from '../started.ts';
import { ReceiveStock } from './inventory/context.ts';
import { Sku } from './inventory/reservation.ts';
import { ReceiptId } from './inventory/stock-receipt.ts';
import { shop } from './map.ts';
import { PlaceOrder } from './ordering/context.ts';
import { orderConfirmed, orderRejected } from './ordering/contract.ts';
import { CustomerId, OrderId, OrderLine, Sku as OrderedSku } from './ordering/order.ts';
import { readBooks } from './reading-books.ts';

/** The contexts of W1 at work. */
export interface RunningShop extends OrderTaker {
  readonly system: System;
  /** Sends an order; resolves when it is acknowledged, which is before its end. */
  send(order: Order): Promise<void>;
  /** The end of an order, when it is durable. To be asked before the order is sent. */
  end(orderId: string): Promise<Outcome>;
}

/** Starts the contexts of W1 in a database: an empty one, or one that they have worked in before. */
export async function openShop(
  url: string,
  { map = shop, stocked = false }: { readonly map?: ContextMap; readonly stocked?: boolean } = {},
): Promise<RunningShop> {
  const starting = await startingPlace(url);
  const system = await starting.start(map);
  if (!stocked) await fillShelves(system);
  const outcomes = new Outcomes(system);
  return {
    system,
    send: async (order) => void (await send(system, order)),
    end: (orderId) => outcomes.of(orderId),
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
      fingerprint: hash('sha256', JSON.stringify(order), 'base64url'),
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
  readonly #waiting = new Awaited<(outcome: Outcome) => void>();
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
    this.#waiting.take(orderId)?.(outcome);
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
