import { describe, expect, it } from 'vitest';
import { Counter, counters, Put } from './counters-under-test.ts';
import { countingSystem } from './counting-under-test.ts';
import { isReplaced } from './log-end.ts';
import { World, type WorldProcess } from './world-under-test.ts';

const source = counters();
const mirror = countingSystem(() => undefined)[1]!;
const name = 'mirror<-counters';

/** A system whose mirror has handled one event, then a restart of both contexts, in one process or in two. */
async function restored(processes: 'one' | 'two', restore: (world: World) => void) {
  const world = new World([source, mirror]);
  const start = async (): Promise<WorldProcess[]> =>
    processes === 'one'
      ? [await world.start()]
      : [await world.start({ only: [source] }), await world.start({ only: [mirror] })];
  const before = await start();
  await before[0]!.send('counters', new Put({ id: 'src1', by: 1, note: 'before' }));
  await world.time.pass(5_000);
  for (const each of before) await each.stop();
  restore(world);
  const after = await start();
  await after[0]!.send('counters', new Put({ id: 'src2', by: 2, note: 'after' }));
  await world.time.pass(5_000);
  return { world, start, after, last: after.at(-1)! };
}

const subscriptionOf = async (process: WorldProcess) =>
  (await process.context('mirror').status()).subscriptions.find(({ subscription }) => subscription === name)!;
const mirrored = (process: WorldProcess) =>
  process.context('mirror').reader.aggregate(Counter, 'mirror-src2');

describe.each(['one', 'two'] as const)(
  'a subscription to a context in process %s of its system',
  (processes) => {
    it('goes on over a restart, and keeps the identity of the log with its place', async () => {
      const { world, last } = await restored(processes, () => undefined);
      expect((await mirrored(last))?.notes).toEqual(['after']);
      expect(await world.store('mirror').cursors([{ subscription: name, start: 0 }])).toMatchObject([
        { epoch: 'memory-counters' },
      ]);
      expect(await subscriptionOf(last)).not.toHaveProperty('halted');
    });

    it('is halted when the log of the publisher is another one, until an operator has set its place', async () => {
      const { world, start, after, last } = await restored(
        processes,
        ({ database }) => (database.context('counters').epoch = 'restored'),
      );
      expect(await subscriptionOf(last)).toMatchObject({ halted: 'METES_RUNTIME_LOG_REPLACED', position: 1 });
      expect(await mirrored(last)).toBeUndefined();
      expect(
        world.journal.filter(
          ({ fields }) => fields['subscription'] === name && fields['code'] === 'METES_RUNTIME_LOG_REPLACED',
        ),
      ).toHaveLength(1);
      for (const each of after) await each.stop();
      world.database.context('mirror').cursors.set(name, { position: 1, epoch: '' });
      const decided = await start();
      await world.time.pass(5_000);
      expect((await mirrored(decided.at(-1)!))?.notes).toEqual(['after']);
    });

    it('stays halted when deliveries change hands, while the context works on', async () => {
      const { world, last } = await restored(
        processes,
        ({ database }) => (database.context('counters').epoch = 'restored'),
      );
      const other = await world.start({ only: [mirror] });
      await last.stop();
      await world.time.pass(10_000);
      expect(await subscriptionOf(other)).toMatchObject({ halted: 'METES_RUNTIME_LOG_REPLACED' });
      await other.send('mirror', new Put({ id: 'own', by: 1, note: 'works' }));
    });
  },
);

it('a subscription is halted when the log is cut behind it while it runs', async () => {
  const world = new World([source, mirror]);
  const publisher = await world.start({ only: [source] });
  const subscriber = await world.start({ only: [mirror] });
  await publisher.send('counters', new Put({ id: 'src1', by: 1, note: 'before' }));
  await world.time.pass(5_000);
  await publisher.stop();
  world.database.context('counters').log.length = 0;
  await world.time.pass(10_000);
  expect(await subscriptionOf(subscriber)).toMatchObject({ halted: 'METES_RUNTIME_LOG_REPLACED' });
});

it('a subscription is halted when the log becomes another one while it runs, though that is as long', async () => {
  const world = new World([source, mirror]);
  const publisher = await world.start({ only: [source] });
  const subscriber = await world.start({ only: [mirror] });
  await publisher.send('counters', new Put({ id: 'src1', by: 1, note: 'before' }));
  await world.time.pass(5_000);
  world.database.context('counters').epoch = 'restored';
  await publisher.send('counters', new Put({ id: 'src2', by: 1, note: 'after' }));
  await world.time.pass(5_000);
  expect(await subscriptionOf(subscriber)).toMatchObject({
    halted: 'METES_RUNTIME_LOG_REPLACED',
    position: 1,
  });
  expect(await mirrored(subscriber)).toBeUndefined();
});

it.each([
  [{ position: 5, epoch: 'a' }, false],
  [{ position: 5, epoch: '' }, false],
  [{ position: 5 }, false],
  [{ position: 5, epoch: 'b' }, true],
  [{ position: 6, epoch: 'a' }, true],
  [{ position: 6 }, true],
])('a cursor %o along the log "a" that ends at 5 is in another log: %s', (cursor, replaced) => {
  expect(isReplaced(cursor, { epoch: 'a', head: 5 })).toBe(replaced);
});
