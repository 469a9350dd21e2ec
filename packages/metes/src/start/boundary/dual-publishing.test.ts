import { describe, expect, it } from 'vitest';
import { MetesError } from '../../base/errors.ts';
import type { LogRecord } from '../../runtime/ports/log-record.ts';
import { World, type WorldProcess } from '../../runtime/world-under-test.ts';
import { nothingShuffled, shufflingFeed } from './shuffling-feed-under-test.ts';
import { bothUntil, boxes, lids, OpenBox, weightsByBox } from './yard-under-test.ts';

const both = bothUntil('2027-03-01');
const publisher = boxes(both);
/** One reads the older version, the other the latest. */
const older = lids(both.v1);
const latest = lids(both, 'scales');

/** Opens boxes under load while deliveries are shuffled, stores fail and processes die. */
async function run(seed: number) {
  const world = new World([publisher, older, latest], seed);
  const { random, time } = world;
  const seen = nothingShuffled();
  let calm = false;
  let faulted = 0;
  const all: WorldProcess[] = [];
  const begin = async (only: typeof older): Promise<WorldProcess> => {
    const process = await world.start({
      only: [only],
      feed: (feed) => shufflingFeed(feed, random, time, seen),
      faults: ({ context }) => {
        if (calm || context === 'boxes' || !random.chance(0.15)) return;
        faulted++;
        throw new MetesError('METES_STORE_UNAVAILABLE', { context, reason: 'by chance' });
      },
    });
    all.push(process);
    return process;
  };
  const source = await begin(publisher);
  // Two processes for each reader: they fight over the deliveries.
  const readers = [await begin(older), await begin(latest), await begin(older), await begin(latest)];
  for (let n = 0; n < 300; n++) {
    void source.send('boxes', new OpenBox({ boxId: `box-${random.below(12)}`, grams: n }));
    if (random.chance(0.7)) await time.pass(random.below(60));
    if (random.chance(0.02)) {
      const victim = random.below(readers.length);
      readers[victim]!.kill();
      readers[victim] = await begin(victim % 2 === 0 ? older : latest);
    }
  }
  calm = true;
  const effects = async (name: string) =>
    (await world.log(name)).filter((each) => each.type === 'LidFetched');
  await time.until(async () => {
    const [one, other] = [await effects('lids'), await effects('scales')];
    return one.length >= 300 && other.length >= 300;
  }, 120_000);
  // Whatever would have a second effect has time to.
  await time.pass(30_000);
  const facts = (await world.log('boxes')).filter((each) => each.type === 'BoxOpened');
  return { world, facts, effects, seen, faulted, processes: all.length };
}

const rowsOf = (records: readonly LogRecord[]) =>
  records.map((each) => ({ id: each.aggregateId, data: each.data }));

describe('two versions that go out together', () => {
  it('have one effect for each fact in every reader, whatever happens on the way', async () => {
    const total = { ...nothingShuffled(), faulted: 0, processes: 0 };
    for (let seed = 1; seed <= 8; seed++) {
      const { world, facts, effects: effectsOf, seen, faulted, processes } = await run(seed);
      expect(facts, `seed ${seed}`).toHaveLength(300);
      for (const { published } of facts) expect(published.map((each) => each.version)).toEqual([2, 1]);
      const expected = weightsByBox(rowsOf(facts));
      for (const name of ['lids', 'scales']) {
        const effects = await effectsOf(name);
        expect(effects, `seed ${seed}`).toHaveLength(300);
        // In the order of the facts, each once, with the weight that either version tells.
        expect(weightsByBox(rowsOf(effects)), `seed ${seed}`).toEqual(expected);
        // Every fact, by its id, is the cause of exactly one effect.
        expect(new Set(effects.map((each) => each.causation))).toEqual(new Set(facts.map((each) => each.id)));
        expect(await world.parked(name)).toEqual([]);
      }
      for (const [what, count] of Object.entries({ ...seen, faulted, processes }))
        total[what as keyof typeof total] += count;
    }
    // Runs in which nothing was shuffled, lost or broken prove nothing.
    expect(Object.entries(total).filter(([, count]) => count <= 40)).toEqual([]);
    console.log(`2 readers, 2,400 facts, one effect each: ${JSON.stringify(total)}`);
  });

  it('would be found to have two effects: the check sees a fact that counts twice', async () => {
    const { facts } = await run(9);
    const rows = rowsOf(facts);
    expect(weightsByBox([...rows, rows[7]!])).not.toEqual(weightsByBox(rows));
  });
});
