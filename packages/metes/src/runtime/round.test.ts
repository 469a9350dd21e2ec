import { expect, it } from 'vitest';
import { Counter, counters, Put } from './counters-under-test.ts';
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
