import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type Context, createEndpointHandler, service } from '@restatedev/restate-sdk';
import { connect, rpc } from '@restatedev/restate-sdk-clients';
import type { Peer } from '../../system/peers/peer.ts';
import type { Place } from '../../system/subject.ts';
import type { Order, Outcome } from '../../system/w1/order.ts';
import { outcomeOf, pay, place, reserve, settle } from '../steps.ts';
import { poolFor } from '../stores.ts';
import { startRestate } from './server.ts';

/** A durable handler of four steps; the rows are in PostgreSQL, the journal is in Restate. */
export async function open({ url, concurrency }: Place): Promise<Peer> {
  const pool = poolFor(url, concurrency);
  const checkout = service({
    name: 'Checkout',
    handlers: {
      placeOrder: async (context: Context, order: Order): Promise<Outcome> => {
        await context.run('place', async () => void (await pool.query(place(order))));
        await context.run('reserve', async () => void (await pool.query(reserve(order))));
        await context.run('pay', async () => void (await pool.query(pay(order))));
        await context.run('settle', async () => void (await pool.query(settle(order))));
        return outcomeOf(order);
      },
    },
  });
  const endpoint = createServer(createEndpointHandler({ services: [checkout], logger: () => undefined }));
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  const restate = await startRestate();
  try {
    await restate.register(`http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`);
  } catch (error) {
    endpoint.close();
    await restate.stop();
    throw error;
  }
  const client = connect({ url: restate.ingress }).serviceClient(checkout);
  return {
    place: (order) => client.placeOrder(order, rpc.opts({ idempotencyKey: order.id })),
    close: async () => {
      await restate.stop();
      endpoint.close();
      await pool.end();
    },
    cpuMs: () => restate.cpuMs(),
  };
}
