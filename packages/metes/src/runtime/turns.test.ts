import { describe, expect, test } from 'vitest';
import { Turns } from './turns.ts';

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
    const ends = new Map<string, () => void>();
    for (const name of ['a', 'b', 'c', 'd'])
      void turns.take().then((end) => {
        order.push(name);
        ends.set(name, end);
      });
    await settled();
    expect(order).toEqual(['a', 'b']);
    ends.get('b')!();
    ends.get('b')!();
    await settled();
    expect(order).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c']) ends.get(name)!();
    await settled();
    ends.get('d')!();
    expect(order).toEqual(['a', 'b', 'c', 'd']);
    expect(timers.pending).toBe(0);
  });

  test('are over for the others when one takes too long, and its late end frees nothing twice', async () => {
    const timers = hand();
    const turns = new Turns(timers, 1);
    const slow = await turns.take();
    let second: (() => void) | undefined;
    let third: (() => void) | undefined;
    void turns.take().then((end) => (second = end));
    void turns.take().then((end) => (third = end));
    await settled();
    expect(second).toBeUndefined();
    timers.elapse();
    await settled();
    expect(second).toBeDefined();
    slow();
    await settled();
    expect(third).toBeUndefined();
    second!();
    await settled();
    expect(third).toBeDefined();
  });
});
