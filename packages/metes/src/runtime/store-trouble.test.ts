import { describe, expect, it } from 'vitest';
import { MetesError } from '../base/errors.ts';
import { Add, Counter, counters, Open, Put } from './counters-under-test.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { type StoreFaults, World } from './world-under-test.ts';
import { emptyBatch } from './ports/empty-batch.ts';

const context = counters();
const away = () => new MetesError('METES_STORE_UNAVAILABLE', { context: 'counters', reason: 'a test' });

/** Fails accesses by chance, before or after they took effect. */
function trouble(random: SeededRandom, probability: number): StoreFaults {
  return ({ phase }) => {
    if (random.chance(phase === 'before' ? probability : probability / 2)) throw away();
  };
}

describe('a store whose answers get lost', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'gets every command once (seed %i)',
    async (seed) => {
      const world = new World([context], seed);
      const process = await world.start({ faults: trouble(world.random, 0.3) });
      const sent = Array.from({ length: 60 }, (_, n) =>
        process.send('counters', new Put({ id: `c${n % 5}`, by: 1, note: `${n}` })),
      );
      const outcomes = await world.time.resolved(Promise.allSettled(sent));
      await world.quiesce([process]);
      const notes = (await world.log('counters')).map(({ data }) => (data as { note: string }).note);
      expect(new Set(notes).size, `seed ${seed}: something happened twice`).toBe(notes.length);
      for (const [n, { status }] of outcomes.entries())
        if (status === 'fulfilled')
          expect(notes, `seed ${seed}: ${n} was acknowledged and is lost`).toContain(`${n}`);
    },
  );
});

describe('a store that is away', () => {
  async function cutOff() {
    const world = new World([context]);
    let cut = false;
    let hang = false;
    const process = await world.start({
      faults: async ({ phase }) => {
        if (hang && phase === 'before') await new Promise<never>(() => undefined);
        if (cut && phase === 'before') throw away();
      },
    });
    return { world, process, cut: (value: boolean) => (cut = value), hang: () => (hang = true) };
  }

  it('has those who wait told after about three seconds, and their commands carried out when it is back', async () => {
    const { world, process, cut } = await cutOff();
    cut(true);
    const begin = world.time.now();
    const first = world.time.resolved(process.send('counters', new Open({ id: 'a' })));
    await expect(first).rejects.toMatchObject({ code: 'METES_STORE_UNAVAILABLE' });
    expect(world.time.now() - begin).toBeGreaterThanOrEqual(3_000);
    expect(world.time.now() - begin).toBeLessThan(4_000);
    // Whoever comes later does not wait longer than that either.
    const later = world.time.now();
    await expect(world.time.resolved(process.send('counters', new Open({ id: 'b' })))).rejects.toMatchObject({
      code: 'METES_STORE_UNAVAILABLE',
    });
    expect(world.time.now() - later).toBeLessThan(4_000);
    cut(false);
    await world.quiesce([process]);
    expect((await world.log('counters')).map(({ aggregateId }) => aggregateId)).toEqual(['a', 'b']);
  });

  it('has those who wait told even when it does not say so', async () => {
    const { world, process, hang } = await cutOff();
    hang();
    await expect(world.time.resolved(process.send('counters', new Open({ id: 'a' })))).rejects.toMatchObject({
      code: 'METES_STORE_UNAVAILABLE',
    });
  });

  it('keeps an idempotency key in use until the outcome is known', async () => {
    const { world, process, cut } = await cutOff();
    const request = {
      idempotency: { principal: 'p', route: 'r', key: 'k', fingerprint: 'f' },
      answer: () => ({ status: 201, headers: {}, body: 'first' }),
    };
    const send = () =>
      world.time.resolved(process.send('counters', new Put({ id: 'a', by: 1, note: 'x' }), request));
    cut(true);
    await expect(send()).rejects.toMatchObject({ code: 'METES_STORE_UNAVAILABLE' });
    await expect(send()).rejects.toMatchObject({ code: 'METES_RUNTIME_KEY_IN_PROGRESS' });
    cut(false);
    await world.quiesce([process]);
    expect(await send()).toMatchObject({ replayed: true, answer: { body: 'first' } });
    expect(await world.log('counters')).toHaveLength(1);
  });

  it('does not hold a stop up for long', async () => {
    const { world, process, cut } = await cutOff();
    const sent = Array.from({ length: 1_000 }, (_, n) =>
      process.send('counters', new Put({ id: `c${n}`, by: 1, note: 'x' })),
    );
    cut(true);
    const outcomes = Promise.allSettled(sent);
    const begin = world.time.now();
    await process.stop();
    expect(world.time.now() - begin).toBeLessThan(10_000);
    const lost = (await outcomes).filter(({ status }) => status === 'rejected');
    expect(lost).not.toHaveLength(0);
    for (const each of lost) expect(each).toMatchObject({ reason: { code: 'METES_STORE_UNAVAILABLE' } });
    await expect(process.send('counters', new Open({ id: 'x' }))).rejects.toMatchObject({
      code: 'METES_RUNTIME_STOPPING',
    });
  });
});

describe('a stop', () => {
  it('finishes what is under way and takes no more', async () => {
    const world = new World([context]);
    const process = await world.start({
      faults: async ({ phase }) =>
        phase === 'before' ? new Promise((resolve) => world.time.after(10, resolve)) : undefined,
    });
    const sent = Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        process.send('counters', new Put({ id: `c${n % 10}`, by: 1, note: `${n}` })),
      ),
    );
    await world.time.pass(15);
    await process.stop();
    expect(await sent).toHaveLength(500);
    expect(await world.log('counters')).toHaveLength(500);
  });
});

describe('an aggregate that cannot be read', () => {
  it('harms nobody who does not ask for it', async () => {
    const world = new World([context]);
    const process = await world.start({ runtime: { liveAggregates: 0 } });
    await process.send('counters', new Open({ id: 'bad' }));
    await process.send('counters', new Open({ id: 'good' }));
    const store = world.store('counters');
    await store.commit({
      ...emptyBatch,
      writer: 'vandal',
      sequence: 1,
      aggregates: [{ type: 'Counter', id: 'bad', expected: 1, version: 1, state: { total: 'much' } }],
    });
    const sent = await Promise.allSettled([
      process.send('counters', new Add({ id: 'good', by: 1, note: 'a' })),
      process.send('counters', new Add({ id: 'bad', by: 1, note: 'b' })),
      process.send('counters', new Add({ id: 'good', by: 1, note: 'c' })),
    ]);
    expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sent[1]).toMatchObject({ reason: { code: 'METES_DOMAIN_STATE_UNREADABLE' } });
    expect((await process.context('counters').reader.aggregate(Counter, 'good'))?.total).toBe(2);
  });
});
