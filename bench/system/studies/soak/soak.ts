import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { home } from '../../home.ts';
import { settle, type Say } from '../../measure.ts';
import type { BenchServer } from '../../server.ts';
import { openShop } from '../../subjects/metes/w1/running-shop.ts';
import { takingOrders } from '../../w1/order-taker.ts';
import { type Figure, figuresOf } from '../figure.ts';
import type { Study } from '../study.ts';
import type { StudyOptions } from '../study-options.ts';
import { type ForeignTransaction, foreignTransaction } from './foreign-transaction.ts';
import { Looking } from './looking.ts';
import { pictureOf } from './picture.ts';
import type { SoakSample } from './sample.ts';
import { SteadyLoad } from './steady-load.ts';
import { verdictOf } from './verdict.ts';

const everySeconds = 5;

/** Less of the disk is not left to whoever else works on it, GB. */
const leastFreeGb = 2;

/** W1 for so long that what leaks, bloats or piles up is seen. */
export const soak: Study = {
  name: 'soak',
  about: 'w1 without a pause, with a foreign transaction held open on the server',
  server: {},
  run: (options, server, say) => soaked(options, server!, say),
};

async function soaked(options: StudyOptions, server: BenchServer, say: Say): Promise<readonly Figure[]> {
  const { minutes, concurrency } = options;
  const files = await filesOf(options.out);
  say(`samples go to ${files.samples}`);
  const stream = createWriteStream(files.samples);
  await using database = await server.database('bench');
  const run = takingOrders(await openShop(database.url));
  const session = new pg.Client({ connectionString: database.url });
  const wrong: string[] = [];
  let seen: Seen = { samples: [] };
  try {
    await session.connect();
    await settle(server);
    const load = new SteadyLoad(run, concurrency);
    try {
      seen = await watch(new Looking(session, load, server), { minutes, server, stream, say });
      wrong.push(...(seen.trouble ? [seen.trouble] : []));
    } catch (error) {
      wrong.push(`it failed: ${(error as Error).message}`);
    } finally {
      await load.stop();
    }
    wrong.push(...(await run.verify()));
  } finally {
    await run.close();
    await session.end();
    await new Promise((resolve) => stream.end(resolve));
  }
  for (const finding of wrong) say(`  void: ${finding}`);
  if (seen.samples.length > 0) {
    await writeFile(files.picture, pictureOf(seen.samples, concurrency, seen.foreignFrom));
    say(`the picture is ${files.picture}`);
  }
  const warm = seen.samples.filter((each) => each.seconds > warmupSeconds(minutes));
  return figuresOf('soak', verdictOf(warm, minutes), wrong);
}

interface Seen {
  readonly samples: readonly SoakSample[];
  /** Seconds after the beginning. */
  readonly foreignFrom?: number;
  readonly trouble?: string;
}

/** Does not count, and then the foreign transaction begins: a minute, or a sixth of what is short. */
const warmupSeconds = (minutes: number): number => Math.min(60, minutes * 10);

async function watch(
  looking: Looking,
  how: {
    readonly minutes: number;
    readonly server: BenchServer;
    readonly stream: WriteStream;
    readonly say: Say;
  },
): Promise<Seen> {
  const { minutes, server, stream, say } = how;
  const every = Math.min(everySeconds, minutes * 2);
  const began = performance.now();
  const now = (): number => (performance.now() - began) / 1000;
  const samples: SoakSample[] = [];
  let foreign: ForeignTransaction | undefined;
  let foreignFrom: number | undefined;
  let trouble: string | undefined;
  try {
    for (let due = every; due <= minutes * 60 + 0.001 && !trouble; due += every) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - now()) * 1000));
      const sample = await looking.look();
      samples.push(sample);
      stream.write(`${JSON.stringify(sample)}\n`);
      if (Math.floor(sample.seconds / 60) > Math.floor((samples.at(-2)?.seconds ?? 0) / 60) || due === every)
        say(spoken(sample, minutes));
      if (!foreign && now() >= warmupSeconds(minutes)) {
        foreign = await foreignTransaction(server);
        foreignFrom = now();
        say('a foreign transaction has taken a snapshot and written a row, and stays open');
      }
      trouble = await diskTrouble();
    }
    trouble ??= await foreign?.trouble();
  } finally {
    await foreign?.end();
  }
  return {
    samples,
    ...(foreignFrom === undefined ? {} : { foreignFrom }),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

async function diskTrouble(): Promise<string | undefined> {
  const { bavail, bsize } = await statfs(tmpdir());
  const free = (bavail * bsize) / 2 ** 30;
  return free < leastFreeGb ? `the disk has ${free.toFixed(1)} GB left, and the run needs more` : undefined;
}

function spoken({ seconds, perSecond, p99Ms, nodeMb, orders }: SoakSample, minutes: number): string {
  return `soak, ${(seconds / 60).toFixed(1)} of ${minutes} min: ${Math.round(perSecond).toLocaleString('en')} orders/s, p99 ${p99Ms?.toFixed(0) ?? '-'} ms, Node ${Math.round(nodeMb)} MB, ${orders.toLocaleString('en')} orders`;
}

/** Named after the moment, so that no run overwrites another. */
async function filesOf(
  out: string | undefined,
): Promise<{ readonly samples: string; readonly picture: string }> {
  const folder = out === undefined ? fileURLToPath(new URL('results/soak/', home)) : resolve(out);
  await mkdir(folder, { recursive: true });
  const name = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return { samples: join(folder, `${name}.jsonl`), picture: join(folder, `${name}.svg`) };
}
