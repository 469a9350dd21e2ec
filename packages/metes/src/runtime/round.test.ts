import { describe, expect, it } from 'vitest';
import { command } from '../model/command.ts';
import { handle } from '../model/handler.ts';
import { z } from 'zod';
import { Counter, counters, Open, Put, Take } from './counters-under-test.ts';
import { World } from './world-under-test.ts';

it('a round whose member fails after its commands is taken back, and the others commit without it', async () => {
  const world = new World([counters()]);
  const process = await world.start();
  const sent = await Promise.allSettled([
    process.send('counters', new Put({ id: 'c', by: 1, note: 'before' })),
    process.send('counters', new Put({ id: 'c', by: 5, note: 'unanswerable' }), {
      answer: () => {
        throw new TypeError('no such answer');
      },
    }),
    process.send('counters', new Put({ id: 'c', by: 2, note: 'after' })),
  ]);
  expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(sent[1]).toMatchObject({ reason: { message: 'no such answer' } });
  expect((await process.context('counters').reader.aggregate(Counter, 'c'))?.notes).toEqual([
    'before',
    'after',
  ]);
  const told = world.journal.filter(({ message }) => message === 'a round did not commit');
  expect(told.map(({ fields }) => String(fields['error']))).toEqual([
    expect.stringContaining('METES_RUNTIME_ROUND_SPOILED'),
  ]);
});

/** Looks at a counter and changes nothing. */
class Look extends command('Look', z.strictObject({ id: z.string() })) {}
const look = handle(Look, Counter, { id: (c) => c.id, run: (counter) => counter.total });

describe('commands that are refused or do nothing', () => {
  const ids = ['a', 'b', 'c', 'd'];

  async function filled() {
    const world = new World([counters({ handlers: [look] })]);
    let reads = 0;
    const process = await world.start({
      faults: ({ operation, phase }) => {
        if (operation === 'aggregates' && phase === 'before') reads++;
      },
    });
    for (const id of ids) await process.send('counters', new Put({ id, by: 1, note: 'there' }));
    return {
      world,
      process,
      readsOf: async (action: () => Promise<unknown>) => {
        const before = reads;
        await action();
        return reads - before;
      },
      total: (id: string) => process.send('counters', new Look({ id })),
    };
  }

  it('cost one look at the store for all of a round', async () => {
    const { process, readsOf } = await filled();
    const reads = await readsOf(() =>
      Promise.allSettled(
        ids.map((id, at) => process.send('counters', at % 2 ? new Take({ id, by: 9 }) : new Look({ id }))),
      ),
    );
    expect(reads).toBe(1);
  });

  it('leave in memory what they have not changed, so that the next command reads nothing', async () => {
    const { process, readsOf, total } = await filled();
    await total('a');
    expect(await readsOf(() => process.send('counters', new Put({ id: 'a', by: 1, note: 'b' })))).toBe(0);
    expect(await total('a')).toMatchObject({ done: { result: 2, version: 2 } });
  });

  it('are decided again, and they alone are another, when one rests on what another process has changed', async () => {
    const { world, process, total } = await filled();
    const other = await world.start();
    await other.send('counters', new Put({ id: 'b', by: 5, note: 'by another' }));
    const sent = await Promise.all([...ids.map(total), process.send('counters', new Open({ id: 'new' }))]);
    expect(sent.map((each) => 'done' in each && each.done.result)).toEqual([1, 6, 1, 1, undefined]);
    expect(await world.log('counters')).toHaveLength(6);
  });

  it('may come one after the other upon the same aggregate, with changes in between', async () => {
    const { process, total } = await filled();
    const put = (by: number) => process.send('counters', new Put({ id: 'a', by, note: 'more' }));
    const sent = await Promise.all([total('a'), put(1), total('a'), total('a'), put(2), total('a')]);
    expect(sent.map((each) => 'done' in each && each.done.result)).toEqual([
      1,
      undefined,
      2,
      2,
      undefined,
      4,
    ]);
  });
});
