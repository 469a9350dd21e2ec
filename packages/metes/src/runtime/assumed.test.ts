import { describe, expect, it } from 'vitest';
import type { Context } from '../model/context.ts';
import { provide } from '../model/port.ts';
import { Put, Take } from './counters-under-test.ts';
import { countingSystem, outside } from './counting-under-test.ts';
import type { NewEvent } from './ports/log-record.ts';
import { emptyBatch } from './ports/empty-batch.ts';
import { World } from './world-under-test.ts';

const put = (id: string, note: string) => new Put({ id, by: 1, note });

/** What another process writes. */
const others = { ...emptyBatch, writer: 'other', sequence: 1 };

/** A process whose commits of counters wait until they are let go, after a first event has gone all the way. */
async function held(change = (mirror: Context): Context => mirror) {
  const reactions: string[] = [];
  const asked: string[] = [];
  const [source, mirror] = countingSystem((reaction) => void reactions.push(reaction));
  const world = new World([source!, change(mirror!)]);
  const waiting: (() => void)[] = [];
  let slowMs = 0;
  let holding = false;
  let meanwhile: (() => Promise<unknown>) | undefined;
  const process = await world.start({
    ports: [provide(outside, { ask: async (note) => (asked.push(note), `re ${note}`) })],
    faults: async ({ context, operation, phase }) => {
      if (context === 'mirror' && operation === 'commit' && phase === 'after')
        await new Promise<void>((done) => world.time.after(slowMs, done));
      if (context !== 'counters' || operation !== 'commit' || phase !== 'before') return;
      if (holding) await new Promise<void>((go) => waiting.push(go));
      const happens = meanwhile;
      meanwhile = undefined;
      await happens?.();
    },
  });
  await world.time.resolved(process.send('counters', put('src-a', 'one')));
  await world.quiesce([process]);
  reactions.length = asked.length = 0;
  holding = true;
  return {
    world,
    process,
    reactions,
    asked,
    send: (context: string, id: string, note: string) => process.send(context, put(id, note)),
    /** Commits of the other context take so long from now on. */
    slow: (ms: number) => void (slowMs = ms),
    /** Something that the next commit does not know of. */
    holdNext: (happens: () => Promise<unknown>) => void (meanwhile = happens),
    /** Lets commits go, after something has happened that they did not know of. */
    release: async (happens?: () => Promise<unknown>) => {
      meanwhile = happens;
      holding = false;
      for (const go of waiting.splice(0)) go();
      await world.quiesce([process]);
    },
    counts: async () => ({ ...(await process.context('counters').status()).counts }),
    notes: async (context: 'counters' | 'mirror', id: string) =>
      (await world.log(context))
        .filter(({ aggregateId }) => aggregateId === id)
        .map(({ data }) => (data as { note: string }).note),
    /** Of what in the other context followed from something: whether that is in the log. */
    strays: async () => {
      const ids = new Set((await world.log('counters')).map(({ id }) => id));
      return (await world.log('mirror')).filter(
        ({ aggregateId, causation }) => aggregateId.startsWith('mirror-') && !ids.has(causation),
      );
    },
  };
}

describe('what is on its way to the log', () => {
  it('is worked on by other contexts, and nothing of that is durable before it is itself', async () => {
    const at = await held();
    const { assumed } = await at.counts();
    void at.send('counters', 'src-a', 'two');
    await at.world.time.pass(50);
    expect(at.reactions).toEqual(expect.arrayContaining(['copy', 'echo', 'mirror']));
    expect(await at.notes('counters', 'src-a')).toEqual(['one']);
    expect(await at.notes('mirror', 'mirror-src-a')).toEqual(['one']);
    await at.release();
    expect(await at.notes('mirror', 'mirror-src-a')).toEqual(['one', 'two']);
    expect(await at.notes('counters', 'copy-src-a')).toEqual(['one', 'two']);
    const counts = await at.counts();
    expect(counts.assumed).toBeGreaterThan(assumed);
    expect(counts.refuted).toBe(0);
    // What was worked on is not worked on again.
    expect(at.reactions.filter((reaction) => reaction === 'mirror')).toHaveLength(1);
  });

  it('leads to no call of the outside world before it is durable', async () => {
    const at = await held();
    void at.send('counters', 'src-a', 'two');
    await at.world.time.pass(50);
    expect(at.asked).toEqual([]);
    await at.release();
    expect(at.asked).toEqual(['two']);
  });

  it('leaves nothing behind when it is refused, and what comes instead is followed from once', async () => {
    const at = await held();
    void at.send('counters', 'src-a', 'two');
    await at.world.time.pass(50);
    const before = await at.counts();
    const state = { total: 5, notes: ['one', 'other'] };
    const changed = { type: 'Counter', id: 'src-a', expected: 1, version: 2, state };
    await at.release(() => at.world.store('counters').commit({ ...others, aggregates: [changed] }));
    expect(await at.strays()).toEqual([]);
    expect(await at.notes('mirror', 'mirror-src-a')).toEqual(['one', 'two']);
    expect(await at.notes('counters', 'copy-src-a')).toEqual(['one', 'two']);
    expect((await at.counts()).refuted).toBe(before.refuted + 1);
  });

  it('is followed from once, too, when it comes to stand elsewhere, and is not relied upon for a while', async () => {
    const at = await held();
    void at.send('counters', 'src-a', 'two');
    await at.world.time.pass(50);
    const theirs: NewEvent = {
      id: at.world.newId(),
      aggregateType: 'Counter',
      aggregateId: 'src-b',
      version: 1,
      type: 'Counted',
      typeVersion: 1,
      data: { id: 'src-b', by: 1, note: 'theirs' },
      published: [{ contract: 'counters.counted', version: 1, data: { id: 'src-b', by: 1, note: 'theirs' } }],
      causation: 'w',
      correlation: 'w',
      time: 0,
    };
    const state = { total: 1, notes: ['theirs'] };
    const created = { type: 'Counter', id: 'src-b', expected: 0, version: 1, state };
    await at.release(() =>
      at.world.store('counters').commit({ ...others, aggregates: [created], events: [theirs] }),
    );
    expect(await at.strays()).toEqual([]);
    expect(await at.notes('mirror', 'mirror-src-a')).toEqual(['one', 'two']);
    expect(await at.notes('mirror', 'mirror-src-b')).toEqual(['theirs']);
    const { assumed, refuted } = await at.counts();
    expect(refuted).toBe(1);
    await at.world.time.resolved(at.send('counters', 'src-a', 'three'));
    await at.world.quiesce([at.process]);
    expect(await at.counts()).toMatchObject({ assumed, refuted });
    expect(await at.notes('mirror', 'mirror-src-a')).toEqual(['one', 'two', 'three']);
  });

  it('holds up nobody else when it takes long, and is not assumed again until commits are prompt', async () => {
    const at = await held();
    void at.send('counters', 'src-a', 'two');
    await at.world.time.pass(1);
    const told: string[] = [];
    void at.send('mirror', 'plain', 'x').then(() => told.push('plain'));
    await at.world.time.pass(90);
    expect(told).toEqual([]);
    await at.world.time.pass(10);
    expect(told).toEqual(['plain']);
    await at.world.time.resolved(at.send('mirror', 'plain', 'y'));
    expect(await at.notes('mirror', 'mirror-src-a')).toEqual(['one']);
    await at.release();
    expect(await at.notes('mirror', 'mirror-src-a')).toEqual(['one', 'two']);
    // Nothing was wrong about it, so nobody has begun again.
    const counts = await at.counts();
    expect(counts.refuted).toBe(0);
    expect(at.reactions.filter((reaction) => reaction === 'mirror')).toHaveLength(1);
    await at.world.time.resolved(at.send('counters', 'src-a', 'three'));
    await at.world.quiesce([at.process]);
    expect((await at.counts()).assumed).toBe(counts.assumed);
  });

  it('keeps no commands from being put together while a round is on its way, however much waits for it to end', async () => {
    const at = await held();
    const crowd = (context: string, id: string) =>
      void Array.from({ length: 40 }, (_, n) => at.send(context, id, `${n}`));
    crowd('counters', 'src-a');
    await at.world.time.pass(150);
    at.slow(300);
    void at.send('mirror', 'plain', 'first');
    await at.world.time.pass(50);
    const sent = at.world.time.now();
    crowd('mirror', 'plain');
    await at.world.time.pass(1_000);
    // An event has the time at which its round was put together.
    const times = (await at.world.log('mirror')).slice(-40).map(({ time }) => time - sent);
    expect(times).toEqual(Array.from({ length: 40 }, () => 0));
    await at.release();
    expect(await at.notes('mirror', 'mirror-src-a')).toHaveLength(41);
  });

  it('keeps no context from being stopped', async () => {
    const at = await held();
    void at.send('counters', 'src-a', 'two').catch(() => undefined);
    await at.world.time.pass(200);
    await at.world.time.resolved(at.process.context('mirror').stop());
    expect(await at.notes('mirror', 'mirror-src-a')).toEqual(['one']);
  });

  it('is refused without making anybody begin again, however often', async () => {
    const at = await held();
    await at.release();
    for (let n = 0; n < 5; n++) {
      const found = await at.world
        .store('counters')
        .aggregates([{ type: 'Counter', id: 'src-a', eventSourced: false }]);
      const { version, state } = found[0]!;
      const changed = { type: 'Counter', id: 'src-a', expected: version, version: version + 1, state };
      at.holdNext(() =>
        at.world.store('counters').commit({ ...others, sequence: n + 1, aggregates: [changed] }),
      );
      const begin = at.world.time.now();
      await at.world.time.resolved(at.send('counters', 'src-a', `n${n}`));
      await at.world.quiesce([at.process]);
      expect(at.world.time.now() - begin).toBeLessThan(50);
    }
    expect((await at.counts()).refuted).toBe(5);
    expect(at.world.journal.filter(({ message }) => message.includes('begins again'))).toEqual([]);
    expect(await at.notes('mirror', 'mirror-src-a')).toEqual(['one', 'n0', 'n1', 'n2', 'n3', 'n4']);
    expect(await at.strays()).toEqual([]);
  });

  it('moves no place past itself, however long nothing else comes', async () => {
    const at = await held();
    // Nobody else hears of it, so nothing but the place is written.
    void at.process.send('counters', new Take({ id: 'src-a', by: 1 })).catch(() => undefined);
    await at.world.time.pass(60_000);
    const cursors = await at.world.store('mirror').cursors([
      { subscription: 'mirror<-counters', start: 0 },
      { subscription: 'mirror.seen<-counters', start: 0 },
    ]);
    const head = await at.world.store('counters').head();
    expect(cursors.map(({ position }) => position)).toEqual([head, head]);
    await at.release();
    expect(await at.world.store('counters').head()).toBe(head + 1);
  });

  it('keeps no place from being moved up to before it when it is refused and nothing else comes', async () => {
    const at = await held();
    await at.release();
    await at.world.time.resolved(at.send('counters', 'src-a', 'two'));
    await at.world.quiesce([at.process]);
    const take = () => at.process.send('counters', new Take({ id: 'src-a', by: 1 }));
    await at.world.time.resolved(take());
    const head = await at.world.store('counters').head();
    const changed = { type: 'Counter', id: 'src-a', expected: 3, version: 4, state: { total: 0, notes: [] } };
    at.holdNext(() => at.world.store('counters').commit({ ...others, aggregates: [changed] }));
    const refused = take().catch((error: unknown) => error);
    expect(String(await at.world.time.resolved(refused))).toContain('enough');
    expect((await at.counts()).refuted).toBe(1);
    await at.world.time.pass(1_000);
    const cursors = await at.world.store('mirror').cursors([
      { subscription: 'mirror<-counters', start: 0 },
      { subscription: 'mirror.seen<-counters', start: 0 },
    ]);
    expect(cursors.map(({ position }) => position)).toEqual([head, head]);
  });

  it('is folded by read models of other contexts, and is in none of them before it is durable', async () => {
    const at = await held((mirror) => ({ ...mirror, policies: [] }));
    void at.send('counters', 'src-a', 'two');
    await at.world.time.pass(50);
    expect(at.reactions).toContain('seen');
    expect(await at.world.store('mirror').row('seen', 'src-a')).toEqual({ notes: ['one'] });
    await at.release();
    expect(await at.world.store('mirror').row('seen', 'src-a')).toEqual({ notes: ['one', 'two'] });
  });
});
