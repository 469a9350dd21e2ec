import { removeState } from 'metes/start';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { audit, type Finding, invariants, type Snapshot, takeSnapshot } from '../audit/index.ts';
import { SeededRandom } from '../catalogue/seeded-random.ts';
import type { FaultInput } from '../provider/index.ts';
import { Crowd } from './crowd.ts';
import { quiesce } from './quiesce.ts';
import { freePort, ShopProcess } from './shop-process.ts';
import { sampleStock, untilNothingIsUnderWay } from './under-way.ts';

/** How long the shop may take to become quiet after the last fault, milliseconds. */
const quietWithinMs = 30_000;

/** How often the stock is looked at while the shop works, milliseconds. */
const sampleEveryMs = 250;

/** What an audit of the whole shop came to. */
export interface Verdict {
  readonly quietAfterMs: number;
  /** What was left to do when the patience was over; undefined when the shop became quiet. */
  readonly left: string | undefined;
  readonly findings: readonly Finding[];
  readonly orders: { readonly confirmed: number; readonly rejected: number; readonly other: number };
}

/** A shop of its own with a crowd, to do things to. */
export interface ChaosRig extends AsyncDisposable {
  readonly shop: ShopProcess;
  readonly crowd: Crowd;
  /** Chance from 0 (included) to 1. */
  readonly random: () => number;
  readonly auditorUrl: string;
  /** Takes the provider's faults back, lets the crowd finish, waits until all is quiet and audits. */
  judge(): Promise<Verdict>;
  /** Asks the shop itself whether it is quiet, as an operator does; tells what is left when it is not. */
  quiesce(): Promise<string | undefined>;
}

/** Starts a shop with data of its own and sends a crowd in. */
export async function chaosRig(setting: {
  readonly seed: number;
  readonly shoppers: number;
}): Promise<ChaosRig> {
  const { seed, shoppers } = setting;
  const chance = new SeededRandom(seed);
  const random = (): number => chance.next();
  const folder = await mkdtemp(join(tmpdir(), 'metes-chaos-'));
  const shop = new ShopProcess(join(folder, 'state'), await freePort());
  const dispose = async (): Promise<void> => {
    await shop.stop();
    // The data may be elsewhere: the account of the database cannot enter every folder.
    await removeState(join(folder, 'state')).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await shop.start();
    const { auditor } = await shop.databases();
    const tokens = await shop.tokens('customer');
    const crowd = new Crowd({ shoppers, seed, random, url: () => shop.url, tokens });
    const sampler = sampling(auditor);
    return {
      shop,
      crowd,
      random,
      auditorUrl: auditor,
      judge: async () => {
        await clearFaults(await shop.providerUrl());
        await crowd.rest();
        const since = performance.now();
        const left = await untilNothingIsUnderWay(auditor, quietWithinMs);
        const quietAfterMs = Math.round(performance.now() - since);
        const snapshot = await takeSnapshot({
          auditorUrl: auditor,
          providerUrl: await shop.providerUrl(),
          attempts: crowd.attempts,
          samples: sampler.samples,
        });
        return { quietAfterMs, left, findings: audit(snapshot, invariants), orders: ordersIn(snapshot) };
      },
      quiesce: () => quiesce(shop.folder, quietWithinMs),
      [Symbol.asyncDispose]: async () => {
        sampler.stop();
        await dispose();
      },
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Looks at the stock again and again, also while the shop is down. */
function sampling(auditorUrl: string) {
  const samples: Snapshot['samples'][number][] = [];
  let over = false;
  void (async () => {
    while (!over) {
      // A database that is just being started cannot be looked at.
      samples.push(...(await sampleStock(auditorUrl).catch(() => [])));
      await pause(sampleEveryMs, undefined, { ref: false });
    }
  })();
  return { samples, stop: () => void (over = true) };
}

function ordersIn({ contexts }: Snapshot): Verdict['orders'] {
  const statuses = contexts.ordering.aggregates.flatMap(({ type, state }) =>
    type === 'Order' ? [state.status as string] : [],
  );
  const count = (wanted: string): number => statuses.filter((status) => status === wanted).length;
  const [confirmed, rejected] = [count('confirmed'), count('rejected')];
  return { confirmed, rejected, other: statuses.length - confirmed - rejected };
}

async function clearFaults(providerUrl: string): Promise<void> {
  const answer = await fetch(new URL('/faults', providerUrl), { method: 'DELETE' });
  await answer.arrayBuffer();
}

/** Faults of the provider for the next start. */
export function providerFaults(...faults: readonly FaultInput[]): Readonly<Record<string, string>> {
  return { METES_PROVIDER_FAULTS: JSON.stringify(faults) };
}
