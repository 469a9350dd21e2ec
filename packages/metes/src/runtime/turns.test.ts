import { describe, expect, test } from 'vitest';
import { large, type Turn, Turns } from './turns.ts';

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
  test('go to who asks, in the order of asking: so many large rounds are committed at once, and small ones alone', async () => {
    const timers = hand();
    const turns = new Turns(timers, 2);
    turns.count(() => 50);
    const order: string[] = [];
    const taken = new Map<string, Turn>();
    for (const [name, works] of Object.entries({ a: large, b: large, c: large, small: 1, d: large }))
      void turns.take().then(async (turn) => {
        taken.set(name, turn);
        await turn.commit(works);
        order.push(name);
      });
    await settled();
    expect(order).toEqual(['a', 'b']);
    void taken.get('b')!.end();
    void taken.get('b')!.end();
    await settled();
    expect(order).toEqual(['a', 'b', 'c']);
    void taken.get('a')!.end();
    await settled();
    expect(order).toEqual(['a', 'b', 'c']);
    void taken.get('c')!.end();
    await settled();
    expect(order).toEqual(['a', 'b', 'c', 'small', 'd']);
    for (const name of ['small', 'd']) void taken.get(name)!.end();
    expect(timers.pending).toBe(0);
  });

  test('are not waited for by small rounds when there is hardly any work', async () => {
    const timers = hand();
    const turns = new Turns(timers, 1);
    turns.count(() => 2);
    turns.count(() => 1);
    const first = await turns.take();
    await first.commit(1);
    const second = await turns.take();
    await second.commit(1);
    for (const turn of [first, second]) void turn.end();
    expect(timers.pending).toBe(0);
  });

  test('are given to nobody else while somebody has the store for himself', async () => {
    const timers = hand();
    const turns = new Turns(timers, 2);
    const large0 = await turns.take();
    await large0.commit(large);
    const sweeping = await turns.take();
    const order: string[] = [];
    void sweeping.commit()!.then(() => order.push('alone'));
    await settled();
    expect(order).toEqual([]);
    void large0.end();
    await settled();
    const next = await turns.take();
    void next.commit(large)!.then(() => order.push('next'));
    await settled();
    expect(order).toEqual(['alone']);
    void sweeping.end();
    await settled();
    expect(order).toEqual(['alone', 'next']);
    void next.end();
    expect(timers.pending).toBe(0);
  });

  test('let who is to be alone wait for what is done beside them, for a while, and nothing be begun meanwhile', async () => {
    const timers = hand();
    const turns = new Turns(timers, 2);
    turns.count(() => 50);
    const order: string[] = [];
    const leave = turns.beside()!;
    const other = await turns.take();
    await other.commit(large);
    void other.end();
    const sweeping = await turns.take();
    void sweeping.commit()!.then(() => order.push('alone'));
    await settled();
    expect(order).toEqual([]);
    expect(turns.beside()).toBeUndefined();
    leave();
    await settled();
    expect(order).toEqual(['alone']);
    expect(turns.beside()).toBeUndefined();
    void sweeping.end();
    expect(turns.beside()).toBeDefined();
    const second = await turns.take();
    void second.commit()!.then(() => order.push('again'));
    await settled();
    expect(order).toEqual(['alone']);
    timers.elapse();
    await settled();
    expect(order).toEqual(['alone', 'again']);
    void second.end();
    leave();
    expect(timers.pending).toBe(0);
  });

  test('let one round be put together while another is committed, and never two be committed where one may', async () => {
    const timers = hand();
    const turns = new Turns(timers, 1);
    turns.count(() => 50);
    const first = await turns.take();
    await first.commit(large);
    const second = await turns.take();
    let committing = false;
    void second.commit(large)!.then(() => (committing = true));
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
    turns.count(() => 50);
    const first = await turns.take();
    await first.commit(large);
    const second = await turns.take();
    const committing = second.commit(large);
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
    await (await silent).commit(large);
    const behind = await turns.take();
    const waiting = behind.commit(large);
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
    turns.count(() => 50);
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
