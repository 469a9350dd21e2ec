import { describe, expect, test } from 'vitest';
import { type Turn, Turns } from './turns.ts';

/** Timers that run when they are told to. */
function hand() {
  const waiting = new Set<() => void>();
  return {
    after: (_: number, action: () => void) => {
      waiting.add(action);
      return () => void waiting.delete(action);
    },
    elapse: () => {
      // Those that are set meanwhile wait for the next time.
      const due = [...waiting];
      for (const action of due) action();
    },
    get pending() {
      return waiting.size;
    },
  };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the turns of a process', () => {
  test('go to who asks, in the order of asking, as many at once as there are', async () => {
    const timers = hand();
    const turns = new Turns(timers, 2);
    const order: string[] = [];
    const taken = new Map<string, Turn>();
    for (const name of ['a', 'b', 'c', 'd'])
      void turns.take().then((turn) => {
        order.push(name);
        taken.set(name, turn);
      });
    await settled();
    expect(order).toEqual(['a', 'b']);
    void taken.get('b')!.end();
    void taken.get('b')!.end();
    await settled();
    expect(order).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c']) void taken.get(name)!.end();
    await settled();
    void taken.get('d')!.end();
    expect(order).toEqual(['a', 'b', 'c', 'd']);
    expect(timers.pending).toBe(0);
  });

  test('let one round be put together while another is committed, and never two be committed', async () => {
    const timers = hand();
    const turns = new Turns(timers, 1);
    const first = await turns.take();
    await first.commit();
    const second = await turns.take();
    let committing = false;
    void second.commit().then(() => (committing = true));
    let third: Turn | undefined;
    void turns.take().then((turn) => (third = turn));
    await settled();
    expect([committing, third]).toEqual([false, undefined]);
    void first.end();
    await settled();
    expect(committing).toBe(true);
    expect(third).toBeDefined();
    void second.end();
    void third!.end();
    expect(timers.pending).toBe(0);
  });

  test('leave what is left to do until the next commit is on its way, and wait for nothing else', async () => {
    const timers = hand();
    const turns = new Turns(timers, 1);
    const first = await turns.take();
    await first.commit();
    const second = await turns.take();
    const committing = second.commit();
    const told: string[] = [];
    void first.end()!.then(() => told.push('first goes on'));
    await committing;
    await settled();
    expect(told).toEqual([]);
    second.sent();
    await settled();
    expect(told).toEqual(['first goes on']);

    // One that has nothing to commit, with somebody behind it, and one that never says that its commit is on its way.
    const empty = await turns.take();
    const silent = turns.take();
    expect([second.end(), empty.end()]).toEqual([undefined, undefined]);
    await (await silent).commit();
    const behind = await turns.take();
    const waiting = behind.commit();
    void (await silent).end()!.then(() => told.push('silent goes on'));
    await waiting;
    timers.elapse();
    await settled();
    expect(told).toEqual(['first goes on', 'silent goes on']);
    expect([behind.end(), timers.pending]).toEqual([undefined, 0]);
  });

  test('are over for the others when one takes too long, and its late end frees nothing twice', async () => {
    const timers = hand();
    const turns = new Turns(timers, 1);
    const slow = await turns.take();
    let second: Turn | undefined;
    let third: Turn | undefined;
    void turns.take().then((turn) => (second = turn));
    void turns.take().then((turn) => (third = turn));
    await settled();
    expect(second).toBeUndefined();
    timers.elapse();
    await settled();
    expect(second).toBeDefined();
    void slow.end();
    await settled();
    expect(third).toBeUndefined();
    void second!.end();
    await settled();
    expect(third).toBeDefined();
  });
});
