import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import '../../../tools/vitest/fresh-database.ts';
import { outcomeOf, pay, place, reserve, settle } from '../../peers/steps.ts';
import { poolFor } from '../../peers/stores.ts';
import { type BenchServer, query, useServer } from '../server.ts';
import type { Place } from '../subject.ts';
import type { Order } from '../w1/order.ts';
import { type Peer, peerSubject } from './peer.ts';

let server: BenchServer;
beforeAll(async () => {
  server = await useServer(inject('postgresUrl'));
});
afterAll(() => server.stop());

/** A peer that does the steps of each order as often as it is told, and forgets what it is told to. */
const acting =
  (steps: (order: Order, number: number) => readonly (typeof place)[]) =>
  ({ url }: Place): Promise<Peer> => {
    const pool = poolFor(url, 2);
    let number = 0;
    return Promise.resolve({
      place: async (order) => {
        const todo = steps(order, number++);
        for (const step of todo) await pool.query(step(order));
        return todo.includes(settle) ? outcomeOf(order) : new Promise<never>(() => undefined);
      },
      close: () => pool.end(),
      cpuMs: () => 7,
    });
  };

/** Ten orders of such a peer, a statement behind its back, and what the verification says. */
async function findings(
  open: (place: Place) => Promise<Peer>,
  statement?: string,
): Promise<readonly string[]> {
  await using database = await server.database('peer');
  const subject = peerSubject('acting', 'a peer that is none', () => Promise.resolve({ open }), 200);
  const run = await subject.open({ server, url: database.url, concurrency: 1 });
  try {
    expect(run.cpuMs?.()).toBe(7);
    for (let unit = 0; unit < 10; unit++) await run.unit(0);
    if (statement) await query(database.url, statement);
    return await run.verify();
  } finally {
    await run.close();
  }
}

describe('the verification of a peer', () => {
  it('finds nothing when each step was done', async () => {
    expect(await findings(acting(() => [place, reserve, pay, settle]))).toEqual([]);
  });

  it('finds nothing when each step was done twice, for the effect is there once', async () => {
    expect(await findings(acting(() => [place, place, reserve, reserve, pay, pay, settle, settle]))).toEqual(
      [],
    );
  });

  it('tells of orders that the peer left pending, and how many there were', async () => {
    const found = await findings(
      acting((_, number) => (number === 3 ? [place, reserve, pay] : [place, reserve, pay, settle])),
    );
    expect(found.slice(0, 2)).toEqual([
      '1 of 10 orders had not come to an end after 0.2 s',
      'orders pending: 1 and not 0',
    ]);
    expect(found.filter((each) => each.startsWith('reserved of'))).toHaveLength(3);
  });

  it('tells of an order that was ended without its stock', async () => {
    const found = await findings(
      acting((_, number) => (number === 3 ? [place, pay, settle] : [place, reserve, pay, settle])),
    );
    expect(found.filter((each) => each.startsWith('reserved of'))).toHaveLength(3);
  });

  it('tells of an order that was ended without its payment', async () => {
    const found = await findings(
      acting((_, number) => (number === 3 ? [place, reserve, settle] : [place, reserve, pay, settle])),
    );
    expect(found).toEqual(['payments authorised: 9 and not 10']);
  });

  it('tells of stock that moved for nobody', async () => {
    const moved = `update stock set available = available - 2 where sku = 'sku-0999'`;
    expect(
      await findings(
        acting(() => [place, reserve, pay, settle]),
        moved,
      ),
    ).toEqual(['available and reserved of sku-0999: 99999998 and not 100000000']);
  });
});
