import { describe, expect, it } from 'vitest';
import { MetesError } from '../base/errors.ts';
import { provide } from '../model/port.ts';
import { ManualTime } from '../testing/manual-time.ts';
import { Put } from './counters-under-test.ts';
import { countingSystem, outside } from './counting-under-test.ts';
import { LogWatch } from './log-watch.ts';
import { World } from './world-under-test.ts';

function watched(answer: (asked: number) => number | Promise<number> = () => 0) {
  const time = new ManualTime();
  let asked = 0;
  const watch = new LogWatch(async () => answer(++asked), time);
  const looked: string[] = [];
  const wait = (name: string, position: number) => watch.wait(position, () => looked.push(name));
  return { time, wait, looked, asked: () => asked };
}

describe('the watch at the end of a log', () => {
  it('asks once a second for all who wait, and not at all for nobody', async () => {
    const { time, wait, looked, asked } = watched();
    const ends = ['a', 'b', 'c'].map((name) => wait(name, 0));
    await time.pass(10_000);
    expect([asked(), looked]).toEqual([10, []]);
    for (const end of ends) end();
    await time.pass(10_000);
    expect(asked()).toBe(10);
  });

  it('calls those behind the end within a second, once', async () => {
    const { time, wait, looked } = watched(() => 7);
    await time.pass(300);
    wait('there', 7);
    await time.pass(999);
    wait('behind', 6);
    await time.pass(1_000);
    wait('ahead', 8);
    expect(looked).toEqual(['behind']);
    await time.pass(5_000);
    expect(looked).toEqual(['behind', 'ahead']);
  });

  it('calls everybody when nobody can say where the log ends, and goes on', async () => {
    const { time, wait, looked } = watched((asked) => {
      if (asked === 1) throw new MetesError('METES_STORE_UNAVAILABLE', { context: 'c', reason: 'away' });
      return 1;
    });
    wait('a', 0);
    wait('b', 1);
    await time.pass(1_000);
    expect(looked).toEqual(['a', 'b']);
    wait('c', 0);
    await time.pass(1_000);
    expect(looked).toEqual(['a', 'b', 'c']);
  });

  it('holds nobody to an answer that was on its way before', async () => {
    let answer: (head: number) => void = () => undefined;
    const { time, wait, looked, asked } = watched((count) =>
      count > 1 ? 5 : new Promise<number>((resolve) => (answer = resolve)),
    );
    const first = wait('before', 4);
    await time.pass(1_000);
    first();
    wait('after', 5);
    await time.pass(3_000);
    expect(asked()).toBe(1);
    answer(4);
    await time.pass(1_000);
    expect([asked(), looked]).toEqual([2, []]);
  });
});

describe('a system at rest', () => {
  const contexts = countingSystem(() => undefined);
  const ports = [provide(outside, { ask: async (note) => note })];

  it('asks each log for its end once a second, however many listen, and reads nothing', async () => {
    const world = new World(contexts);
    const asked = new Map<string, number>();
    const process = await world.start({
      ports,
      faults: ({ context, operation, phase }) => {
        const name = `${context} ${operation}`;
        if (phase === 'before') asked.set(name, (asked.get(name) ?? 0) + 1);
      },
    });
    await process.send('counters', new Put({ id: 'src', by: 1, note: '1' }));
    await world.quiesce([process]);
    await world.time.pass(2_000);
    asked.clear();
    await world.time.pass(10_000);
    expect(Object.fromEntries(asked)).toEqual({
      'counters head': 10,
      'counters renewLease': 5,
      'mirror renewLease': 5,
      'counters dueDeadlines': 10,
    });
  });

  it('finds within a second what another process wrote', async () => {
    const world = new World(contexts);
    const listening = await world.start({ ports });
    const writing = await world.start({ ports });
    for (let n = 1; n <= 20; n++) {
      await world.time.pass(n * 70);
      await writing.send('counters', new Put({ id: `src-${n}`, by: 1, note: `${n}` }));
      await world.time.pass(1_000);
      const [copy, mirrored] = await Promise.all(
        [
          ['counters', `copy-src-${n}`],
          ['mirror', `mirror-src-${n}`],
        ].map(([context, id]) =>
          world.store(context!).aggregates([{ type: 'Counter', id: id!, eventSourced: false }]),
        ),
      );
      expect([copy![0]?.state, mirrored![0]?.state]).toMatchObject([
        { notes: [`${n}`] },
        { notes: [`${n}`] },
      ]);
    }
    expect((await listening.context('counters').status()).leading).toBe(true);
  });
});
