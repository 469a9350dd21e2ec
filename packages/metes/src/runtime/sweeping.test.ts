import { describe, expect, test } from 'vitest';
import { ManualTime } from '../testing/manual-time.ts';
import type { ContextStore, Quiet } from './ports/context-store.ts';
import { Sweeping } from './sweeping.ts';
import { Turns } from './turns.ts';

function stage(sweep: (quiet: Quiet) => Promise<void>, everyMs?: number) {
  const time = new ManualTime();
  const turns = new Turns(time, 1);
  const told: string[] = [];
  const tell = (message: string) => void told.push(message);
  const store = { context: 'ordering', sweep } as Partial<ContextStore> as ContextStore;
  const journal = { info: tell, warn: tell, error: tell };
  const sweeping = new Sweeping({ store, timers: time, turns, journal }, everyMs);
  sweeping.start();
  return { time, turns, told, sweeping };
}

describe('sweeping', () => {
  test('asks the store every second until it is stopped, and never when it is told so', async () => {
    let asked = 0;
    const { time, sweeping } = stage(async () => void asked++);
    await time.pass(3_000);
    expect(asked).toBe(3);
    sweeping.stop();
    await time.pass(3_000);
    expect(asked).toBe(3);
    await stage(async () => void asked++, 0).time.pass(3_000);
    expect(asked).toBe(3);
  });

  test('begins when no commit is on its way, and lets the next one go when it has begun, or is done', async () => {
    const events: string[] = [];
    let done = (): void => undefined;
    const { time, turns } = stage(async (quiet) => {
      await quiet(() => new Promise<void>((resolve) => (events.push('begins'), (done = resolve))));
      await quiet(async () => void events.push('begins the next'));
      events.push('is over');
    });
    await time.pass(990);
    const before = await turns.take();
    await before.commit();
    await time.pass(10);
    expect(events).toEqual([]);
    void before.end();
    await time.settle();
    expect(events).toEqual(['begins']);
    const after = await turns.take();
    void after.commit()!.then(() => events.push('commits'));
    await time.pass(9);
    expect(events).toEqual(['begins']);
    await time.pass(1);
    expect(events).toEqual(['begins', 'commits']);
    void after.end();
    done();
    await time.settle();
    expect(events).toEqual(['begins', 'commits', 'begins the next', 'is over']);
    await (await turns.take()).commit();
  });

  test('tells of trouble once, and again after it was over', async () => {
    const outcomes = [false, false, true, false];
    const { time, told } = stage(async (quiet) => {
      if (!outcomes.shift()) await quiet(() => Promise.reject(new Error('no room')));
    });
    await time.pass(2_000);
    expect(told).toEqual(['dead rows cannot be swept now']);
    await time.pass(2_000);
    expect(told).toHaveLength(2);
  });
});
