import { describe, expect, it } from 'vitest';
import { MetesError } from '../base/errors.ts';
import { policy } from '../model/policy.ts';
import { provide } from '../model/port.ts';
import { Counted, Counter, counters, Put } from './counters-under-test.ts';
import { countingSystem, isSource, outside } from './counting-under-test.ts';
import { type StoreFaults, World, type WorldProcess } from './world-under-test.ts';

let broken = false;
const copy = policy('copy', {
  when: Counted,
  then: (e) => {
    if (broken && e.note === 'bad') throw new RangeError('no');
    return isSource(e.id) ? new Put({ id: `copy-${e.id}`, by: e.by, note: e.note }) : undefined;
  },
});
const context = counters({ policies: [copy] });

const put = (process: WorldProcess, id: string, note: string) =>
  process.send('counters', new Put({ id, by: 1, note }));
const notes = async (process: WorldProcess, id: string) =>
  (await process.context('counters').reader.aggregate(Counter, id))?.notes;
const leading = (processes: readonly WorldProcess[]) =>
  Promise.all(processes.map(async (each) => (await each.context('counters').status()).leading));

describe('the lease on deliveries', () => {
  it('is held by one process, and taken up by another when that one stops', async () => {
    const world = new World([context]);
    const one = await world.start();
    const other = await world.start();
    expect(await leading([one, other])).toEqual([true, false]);
    await put(other, 'src', '1');
    await world.quiesce([one, other]);
    await one.stop();
    await put(other, 'src', '2');
    await world.quiesce([other]);
    expect(await leading([other])).toEqual([true]);
    expect(await notes(other, 'copy-src')).toEqual(['1', '2']);
  });

  it('is taken up when its holder dies, within ten seconds', async () => {
    const world = new World([context]);
    const one = await world.start();
    const other = await world.start();
    one.kill();
    await put(other, 'src', '1');
    const begin = world.time.now();
    await world.quiesce([other]);
    expect(world.time.now() - begin).toBeLessThan(10_000);
    expect(await notes(other, 'copy-src')).toEqual(['1']);
  });

  it.each([0, 1, 2, 3, 5, 8, 13])(
    'does no harm when two hold it for a while: a frozen process comes back (after %i steps)',
    async (steps) => {
      const world = new World([context], steps);
      let freezeAfter = Number.POSITIVE_INFINITY;
      const one = await world.start({ faults: () => void (freezeAfter-- === 0 && one.freeze()) });
      const other = await world.start();
      for (let n = 0; n < 20; n++) await put(other, `src-${n % 3}`, `${n}`);
      freezeAfter = steps;
      for (let n = 20; n < 30; n++) await put(other, `src-${n % 3}`, `${n}`);
      await world.time.pass(3_000);
      one.freeze();
      await world.time.pass(10_000);
      for (let n = 30; n < 40; n++) await put(other, `src-${n % 3}`, `${n}`);
      await world.quiesce([other]);
      freezeAfter = Number.POSITIVE_INFINITY;
      one.thaw();
      for (let n = 40; n < 60; n++) await put(n % 2 ? one : other, `src-${n % 3}`, `${n}`);
      await world.quiesce([one, other]);
      for (const key of [0, 1, 2])
        expect(await notes(other, `copy-src-${key}`)).toEqual(await notes(other, `src-${key}`));
      await world.time.pass(3_000);
      expect((await leading([one, other])).filter(Boolean)).toHaveLength(1);
    },
  );

  it('does no harm when the frozen process was about to set a message aside once more', async () => {
    const world = new World([context]);
    broken = true;
    let freeze = false;
    const one = await world.start({
      faults: ({ operation, phase }) =>
        void (freeze && operation === 'commit' && phase === 'before' && one.freeze()),
    });
    await put(one, 'src', 'bad');
    await put(one, 'src', '2');
    await world.time.pass(20);
    expect(await world.parked('counters')).toHaveLength(2);
    freeze = true;
    await world.time.pass(10_000);
    const other = await world.start();
    broken = false;
    await world.time.until(async () => (await world.parked('counters')).length === 0);
    freeze = false;
    one.thaw();
    await world.time.pass(30_000);
    await world.quiesce([one, other]);
    expect(await notes(other, 'copy-src')).toEqual(['bad', '2']);
    expect(await world.parked('counters')).toEqual([]);
  });

  it('leaves no memory of what was set aside the time before', async () => {
    const world = new World([context]);
    broken = true;
    const one = await world.start();
    await put(one, 'src', 'bad');
    await world.time.pass(20);
    one.freeze();
    await world.time.pass(10_000);
    const other = await world.start();
    broken = false;
    await world.quiesce([other]);
    one.thaw();
    await world.time.pass(10_000);
    await other.stop();
    await world.time.pass(10_000);
    expect(await leading([one])).toEqual([true]);
    expect((await one.context('counters').status()).subscriptions).toMatchObject([{ parked: 0 }]);
    await put(one, 'src', '2');
    await world.time.pass(0);
    expect(await notes(one, 'copy-src')).toEqual(['bad', '2']);
  });

  it('is of use even if the deliveries could not begin at once', async () => {
    const world = new World([context]);
    let away = true;
    const process = await world.start({
      faults: ({ operation, phase }) => {
        if (away && operation === 'cursors' && phase === 'before')
          throw new MetesError('METES_STORE_UNAVAILABLE', { context: 'counters', reason: 'a test' });
      },
    });
    await put(process, 'src', '1');
    await world.time.pass(10_000);
    expect(await notes(process, 'copy-src')).toBeUndefined();
    away = false;
    await world.time.until(async () => (await notes(process, 'copy-src'))?.[0] === '1');
    await world.quiesce([process]);
    expect(await notes(process, 'copy-src')).toEqual(['1']);
  });

  it('lets nobody fold on rows from before another process had it, though its name is the same', async () => {
    let failing = 0;
    const world = new World(
      countingSystem((reaction) => {
        if (reaction !== 'seen' || failing === 0) return;
        failing--;
        throw new RangeError('by plan');
      }),
    );
    const ports = [provide(outside, { ask: async () => '' })];
    let slow = false;
    const first = await world.start({
      ports,
      faults: async ({ context, operation, phase }) => {
        if (!slow || context !== 'mirror') return;
        const wait = (ms: number) => new Promise<void>((go) => world.time.after(ms, go));
        if (/lease/i.test(operation) && phase === 'after') await wait(500);
        if (operation === 'commit' && phase === 'before') await wait(2_000);
      },
    });
    const parked = async () => (await world.parked('mirror')).length;
    // The second of one key waits behind the first, which is to be tried again.
    failing = 1;
    await world.time.resolved(put(first, 'plain', 'one'));
    await world.time.resolved(put(first, 'plain', 'two'));
    await world.time.until(async () => (await parked()) === 2, 5_000);
    first.freeze();
    failing = 0;
    const second = await world.start({ ports });
    await world.time.until(async () => (await parked()) === 1, 20_000);
    failing = 1_000;
    await world.time.until(
      async () => (await world.parked('mirror')).some(({ attempts }) => attempts > 0),
      5_000,
    );
    second.kill();
    await world.time.pass(7_000);
    failing = 0;
    // The first tries the second message before it hears that the lease is gone, and has it again when that is committed.
    slow = true;
    first.thaw();
    await world.time.pass(6_000);
    slow = false;
    await world.quiesce([first]);
    expect(await world.store('mirror').row('seen', 'plain')).toEqual({ notes: ['one', 'two'] });
  });

  it('is not taken up by a process that stops', async () => {
    const world = new World([context]);
    const one = await world.start();
    const other = await world.start({
      faults: ({ operation }) =>
        operation === 'lease' ? new Promise((resolve) => world.time.after(50, resolve)) : undefined,
    });
    await one.stop();
    await world.time.pass(1_940);
    await other.stop();
    const next = await world.start();
    expect(await leading([next])).toEqual([true]);
  });
});

describe('a subscription', () => {
  it('stops though more messages are under way than it takes', async () => {
    const world = new World([context]);
    const process = await world.start({
      faults: ({ operation, phase }) =>
        operation === 'commit' && phase === 'before'
          ? new Promise((resolve) => world.time.after(30, resolve))
          : undefined,
      runtime: { batch: 50, waiting: 100_000 },
    });
    const sent = Promise.all(Array.from({ length: 3_000 }, (_, n) => put(process, `src-${n}`, 'x')));
    await world.time.resolved(sent);
    await process.stop();
    const next = await world.start();
    await world.quiesce([next]);
    const copies = (await world.log('counters')).filter(({ aggregateId }) => aggregateId.startsWith('copy-'));
    expect(copies).toHaveLength(3_000);
    expect(new Set(copies.map(({ aggregateId }) => aggregateId)).size).toBe(3_000);
  });

  it('writes its place only as far as its messages were handed on', async () => {
    const world = new World(countingSystem(() => undefined));
    const ports = [provide(outside, { ask: async () => '' })];
    let slowMs = 0;
    const slowly = ({ context: name, operation, phase }: Parameters<StoreFaults>[0]) =>
      name === 'mirror' && slowMs > 0 && operation === 'commit' && phase === 'before'
        ? new Promise<void>((resolve) => world.time.after(slowMs, resolve))
        : undefined;
    const process = await world.start({ ports, runtime: { batch: 8 }, faults: slowly });
    await put(process, 'x', '1');
    await world.time.pass(100);
    slowMs = 1_000;
    const busy = process.send('mirror', new Put({ id: 'y', by: 1, note: '1' }));
    // Nothing has come for a while, so the place is about to be written, behind the slow commit; now much comes at once.
    await world.time.pass(300);
    const all = Promise.all(Array.from({ length: 40 }, (_, n) => put(process, `src-${n}`, 'x')));
    for (let turn = 0; turn < 100; turn++) {
      await world.time.pass(100);
      const [cursor] = await world.store('mirror').cursors([{ subscription: 'mirror<-counters', start: 0 }]);
      const copied = new Set((await world.log('mirror')).map(({ causation }) => causation));
      const skipped = (await world.log('counters')).filter(
        ({ position, aggregateId, id }) =>
          position <= cursor!.position && isSource(aggregateId) && !copied.has(id),
      );
      expect(skipped).toEqual([]);
    }
    await Promise.all([busy, all]);
    expect(
      (await world.log('mirror')).filter(({ aggregateId }) => aggregateId.startsWith('mirror-')),
    ).toHaveLength(40);
  });
});
