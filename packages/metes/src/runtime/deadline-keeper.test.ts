import { describe, expect, it } from 'vitest';
import type { Duration } from '../base/duration.ts';
import type { ContextDeclaration } from '../model/context.ts';
import { deadline } from '../model/deadline.ts';
import { policy } from '../model/policy.ts';
import type { EventFacts } from '../model/source.ts';
import { Counted, Counter, counters, Put, Take, Taken } from './counters-under-test.ts';
import { World, type WorldProcess } from './world-under-test.ts';

/** Counted on `src...` and nothing taken within a minute: `late-src...` hears of it. */
const declaration = {
  startedBy: Counted,
  after: (e: Counted): Duration => (e.id.startsWith('src') ? '1m' : '9999h'),
  cancelledBy: [Taken],
  then: (e: Counted, facts: EventFacts) =>
    new Put({ id: `late-${e.id}`, by: e.note === 'refused' ? 13 : 1, note: `${e.note}@${facts.sequence}` }),
};
const overdue = deadline('overdue', declaration);

async function running(parts: Partial<ContextDeclaration> = {}) {
  const world = new World([counters({ deadlines: [overdue], ...parts })]);
  return { world, process: await world.start() };
}

const put = (process: WorldProcess, id: string, note: string) =>
  process.send('counters', new Put({ id, by: 1, note }));
const notes = async (process: WorldProcess, id: string) =>
  (await process.context('counters').reader.aggregate(Counter, id))?.notes;

describe('a deadline', () => {
  it('is answered once, when its time has come and not before', async () => {
    const { world, process } = await running();
    await put(process, 'src', 'a');
    await world.time.pass(59_000);
    expect(await notes(process, 'late-src')).toBeUndefined();
    await world.time.pass(3_000);
    expect(await notes(process, 'late-src')).toEqual(['a@1']);
    await world.time.pass(300_000);
    expect(await notes(process, 'late-src')).toEqual(['a@1']);
  });

  it('is not answered when what cancels it has happened', async () => {
    const { world, process } = await running();
    await put(process, 'src', 'a');
    await world.time.pass(30_000);
    await process.send('counters', new Take({ id: 'src', by: 1 }));
    expect((await world.store('counters').status()).deadlines).toBe(0);
    await world.time.pass(300_000);
    expect(await notes(process, 'late-src')).toBeUndefined();
  });

  it('is never set when it is cancelled in the same batch, and is set when it starts anew there', async () => {
    const { world, process } = await running();
    await Promise.all([
      put(process, 'src-a', 'a'),
      process.send('counters', new Take({ id: 'src-a', by: 1 })),
    ]);
    await Promise.all([
      put(process, 'src-b', 'a'),
      process.send('counters', new Take({ id: 'src-b', by: 1 })),
      put(process, 'src-b', 'b'),
    ]);
    expect((await world.store('counters').status()).deadlines).toBe(1);
    await world.time.pass(90_000);
    expect([await notes(process, 'late-src-a'), await notes(process, 'late-src-b')]).toEqual([
      undefined,
      ['b@3'],
    ]);
  });

  it('runs from the first event that starts it', async () => {
    const { world, process } = await running();
    await put(process, 'src', 'a');
    await world.time.pass(40_000);
    await put(process, 'src', 'b');
    await world.time.pass(22_000);
    expect(await notes(process, 'late-src')).toEqual(['a@1']);
  });

  it('is done with when the domain refuses its command', async () => {
    const { world, process } = await running();
    await put(process, 'src', 'refused');
    await world.time.pass(90_000);
    expect(await notes(process, 'late-src')).toBeUndefined();
    expect(await world.store('counters').status()).toMatchObject({ deadlinesDue: 0 });
  });

  it('is answered once by two processes that both look', async () => {
    const { world, process } = await running();
    await put(process, 'src', 'a');
    process.freeze();
    await world.time.pass(10_000);
    const next = await world.start();
    await world.time.pass(49_000);
    process.thaw();
    await world.time.pass(30_000);
    expect(await notes(next, 'late-src')).toEqual(['a@1']);
  });

  it.each(['stays away', 'is started anew'])(
    'is not answered by a frozen process that others have taken over from, when it %s',
    async (then) => {
      const world = new World([counters({ deadlines: [overdue] })]);
      let freeze = false;
      const one = await world.start({
        faults: ({ operation, phase }) =>
          void (freeze && operation === 'commit' && phase === 'before' && one.freeze()),
      });
      await put(one, 'src', 'a');
      await world.time.pass(50_000);
      freeze = true;
      await world.time.pass(11_500);
      const other = await world.start();
      await world.time.pass(10_000);
      expect(await notes(other, 'late-src')).toEqual(['a@1']);
      if (then === 'is started anew') await put(other, 'src', 'b');
      freeze = false;
      one.thaw();
      await world.time.pass(30_000);
      expect(await notes(other, 'late-src')).toEqual(['a@1']);
      await world.time.pass(60_000);
      expect(await notes(other, 'late-src')).toEqual(then === 'is started anew' ? ['a@1', 'b@2'] : ['a@1']);
    },
  );

  it('that is cancelled while its answer is on its way is not answered', async () => {
    const { world, process } = await running();
    await put(process, 'src', 'a');
    const other = await world.start();
    await world.time.pass(59_999);
    await world.time.resolved(
      Promise.allSettled([other.send('counters', new Take({ id: 'src', by: 1 })), world.time.pass(1_500)]),
    );
    await world.time.pass(90_000);
    expect(await notes(process, 'late-src')).toBeUndefined();
  });

  it('outlives the process, and the many that came due meanwhile are answered, the oldest first', async () => {
    const { world, process } = await running();
    for (let n = 0; n < 250; n++) {
      await put(process, `src-${n}`, `${n}`);
      await world.time.pass(1);
    }
    await process.stop();
    await world.time.pass(86_400_000);
    const next = await world.start();
    await world.quiesce([next]);
    const late = (await world.log('counters')).filter(({ aggregateId }) => aggregateId.startsWith('late-'));
    expect(late.map(({ aggregateId }) => aggregateId)).toEqual(
      Array.from({ length: 250 }, (_, n) => `late-src-${n}`),
    );
  });

  it('whose answer fails is tried again and does not keep others from theirs', async () => {
    let broken = true;
    const failing = deadline('overdue', {
      ...declaration,
      then: (e) => {
        if (broken && e.note === 'bad') throw new RangeError('no');
        return new Put({ id: `late-${e.id}`, by: 1, note: e.note });
      },
    });
    const { world, process } = await running({ deadlines: [failing] });
    await Promise.all(Array.from({ length: 150 }, (_, n) => put(process, `src-bad-${n}`, 'bad')));
    await world.time.pass(10);
    await put(process, 'src-good', 'good');
    await world.time.pass(70_000);
    expect(await notes(process, 'late-src-good')).toEqual(['good']);
    expect((await world.store('counters').status()).deadlinesDue).toBe(150);
    broken = false;
    await world.quiesce([process]);
    expect(
      (await world.log('counters')).filter(({ aggregateId }) => aggregateId.startsWith('late-src-bad')),
    ).toHaveLength(150);
  });

  const unanswerable = (broken: () => boolean) =>
    deadline('overdue', {
      ...declaration,
      then: (e) => {
        if (broken()) throw new RangeError('no');
        return new Put({ id: `late-${e.id}`, by: 1, note: e.note });
      },
    });

  it('that can never be answered becomes a dead letter, across restarts, and is answered once redriven', async () => {
    let broken = true;
    const { world, process } = await running({ deadlines: [unanswerable(() => broken)] });
    await put(process, 'src', 'a');
    await world.time.pass(65_000);
    const store = world.store('counters');
    const tried = (await store.status()).deadlinesDue;
    expect([tried, await world.parked('counters')]).toEqual([1, []]);
    await process.stop();
    const next = await world.start();
    await world.time.pass(125_000);
    expect(await world.parked('counters')).toMatchObject([
      {
        subscription: 'counters.overdue',
        key: 'src',
        position: 1,
        reactions: ['overdue'],
        state: 'dead',
        attempts: 8,
        cause: { code: 'RangeError', message: 'no' },
        message: { deadline: 'overdue', aggregateId: 'src', event: { data: { id: 'src', note: 'a' } } },
      },
    ]);
    expect(await store.status()).toMatchObject({ deadlines: 0, deadlinesDue: 0, deadlinesDead: 1 });
    const told = world.journal.filter(({ message }) => message === 'a deadline became a dead letter');
    expect(told).toMatchObject([{ level: 'error', fields: { deadline: 'overdue', aggregateId: 'src' } }]);
    broken = false;
    await world.time.pass(600_000);
    expect(await notes(next, 'late-src')).toBeUndefined();
    expect(await store.redrive({ subscription: 'counters.overdue', position: 1 })).toBe(1);
    await world.quiesce([next]);
    expect(await notes(next, 'late-src')).toEqual(['a']);
    expect(await world.parked('counters')).toEqual([]);
  });

  it('that no code knows any more is a dead letter at once, and goes when what cancels it happens', async () => {
    const { world, process } = await running();
    await put(process, 'src', 'a');
    await process.stop();
    const renamed = { ...overdue, deadline: 'overdue since' };
    const next = await world.start({ only: [counters({ deadlines: [renamed] })] });
    await world.time.pass(62_000);
    expect(await world.parked('counters')).toMatchObject([
      { state: 'dead', attempts: 1, cause: { code: 'METES_RUNTIME_REACTION_UNKNOWN' } },
    ]);
    await next.stop();
    const back = await world.start();
    await back.send('counters', new Take({ id: 'src', by: 1 }));
    expect(await world.parked('counters')).toEqual([]);
    expect(await world.store('counters').redrive({})).toBe(0);
  });

  it('with a length that cannot be read harms only the message that starts it', async () => {
    const odd = deadline('odd', {
      ...declaration,
      after: (e): Duration => (e.note === 'odd' ? ('5 parsecs' as Duration) : '9999h'),
    });
    const copy = policy('copy', {
      when: Counted,
      then: (e) =>
        e.id.startsWith('src')
          ? new Put({ id: `copy-${e.id}`, by: 1, note: e.note === 'source' ? 'odd' : e.note })
          : undefined,
    });
    const { world, process } = await running({ deadlines: [odd], policies: [copy] });
    await expect(put(process, 'x', 'odd')).rejects.toMatchObject({ code: 'METES_DURATION_INVALID' });
    await put(process, 'src-a', 'source');
    await put(process, 'src-b', 'fine');
    await world.quiesce([process]);
    expect(await world.parked('counters')).toMatchObject([
      { key: 'src-a', cause: { code: 'METES_DURATION_INVALID' } },
    ]);
    expect(await notes(process, 'copy-src-b')).toEqual(['fine']);
  });
});
