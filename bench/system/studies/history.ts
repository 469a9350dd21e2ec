import type { Say } from '../measure.ts';
import { openShop } from '../subjects/metes/w1/running-shop.ts';
import { takingOrders } from '../w1/order-taker.ts';

/** As many at once as give the most orders a second. */
const clients = 256;

/**
 * Places so many orders through the public API, each to its end: a history as the toolkit itself writes it, with
 * everything that is kept besides (answers, cursors, positions, dead rows).
 *
 * @returns what was found wrong afterwards, every order being compared with what its customer was told
 */
export async function makeHistory(url: string, count: number, say: Say): Promise<readonly string[]> {
  const run = takingOrders(await openShop(url));
  const from = performance.now();
  const step = Math.max(1, Math.ceil(count / 20));
  let [asked, done] = [0, 0];
  const client = async (number: number): Promise<void> => {
    while (asked < count) {
      asked++;
      await run.unit(number);
      if (++done % step === 0 || done === count) say(progress(done, count, performance.now() - from));
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(clients, count) }, (_, number) => client(number)));
    return await run.verify();
  } finally {
    await run.close();
  }
}

function progress(done: number, count: number, ms: number): string {
  const left = ((count - done) * ms) / done / 60_000;
  const soon = left >= 0.1 ? `, about ${left.toFixed(1)} min left` : '';
  return `history: ${done.toLocaleString('en')} of ${count.toLocaleString('en')} orders, ${Math.round((done / ms) * 1000).toLocaleString('en')}/s${soon}`;
}
