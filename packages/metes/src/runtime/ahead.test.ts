import { describe, expect, it } from 'vitest';
import { MetesError } from '../base/errors.ts';
import type { Command } from '../model/command.ts';
import { context } from '../model/context.ts';
import { handle } from '../model/handler.ts';
import { supporting } from '../model/subdomain.ts';
import { Add, Counter, counters, Draw, Fill, pool, Put, Take } from './counters-under-test.ts';
import { emptyBatch } from './ports/empty-batch.ts';
import { World } from './world-under-test.ts';

const put = (id: string, note: string) => new Put({ id, by: 1, note });

const others = context('others', {
  purpose: 'Counts too',
  subdomain: supporting({ reviewed: '2026-09-01' }),
  team: 'Tests',
  aggregates: [Counter],
  handlers: [
    handle(Put, Counter, {
      id: (c) => c.id,
      expects: 'either',
      run: (counter, c) => counter.add(c.by, c.note),
    }),
  ],
});

/** A process whose commits wait until they are let go, two pieces of work in each round. */
async function held() {
  const world = new World([counters()]);
  const waiting: (() => void)[] = [];
  const trouble: { next?: () => void | Promise<void>; landed?: () => Promise<void>; read?: () => void } = {};
  let holding = false;
  const process = await world.start({
    runtime: { batch: 2 },
    faults: async ({ operation, phase }) => {
      if (operation === 'aggregates' && phase === 'before') trouble.read?.();
      if (operation !== 'commit') return;
      if (phase === 'after') return trouble.landed?.();
      if (holding) await new Promise<void>((go) => waiting.push(go));
      const next = trouble.next;
      delete trouble.next;
      await next?.();
    },
  });
  const together: string[] = [];
  const told: string[] = [];
  /** Sends commands; says when each has been put together and when it has been told. */
  const send = (commands: Readonly<Record<string, Command>>) =>
    Object.entries(commands).map(([name, command]) =>
      process
        .send('counters', command, {
          answer: () => (together.push(name), { status: 200, headers: {}, body: '' }),
        })
        .then(
          () => void told.push(name),
          (error: MetesError) => void told.push(`${name}: ${error.code ?? error.message}`),
        ),
    );
  return {
    world,
    process,
    together,
    told,
    trouble,
    send,
    hold: () => void (holding = true),
    release: async (sent: readonly Promise<void>[]) => {
      holding = false;
      for (const go of waiting.splice(0)) go();
      await world.time.resolved(Promise.all(sent));
    },
    counter: (id: string) => process.context('counters').reader.aggregate(Counter, id),
    settle: () => world.time.pass(1),
  };
}

describe('a round that is put together while another one is on its way', () => {
  it('builds on it, and nothing of either is told before it is durable', async () => {
    const at = await held();
    at.hold();
    const sent = at.send({ a: put('c', 'a'), b: put('d', 'b'), c: put('c', 'c'), d: put('d', 'd') });
    await at.settle();
    expect([at.together, at.told]).toEqual([['a', 'b', 'c', 'd'], []]);
    expect(await at.world.log('counters')).toEqual([]);
    await at.release(sent);
    expect(at.told).toEqual(['a', 'b', 'c', 'd']);
    expect((await at.process.context('counters').status()).counts).toMatchObject({
      commits: 2,
      conflicts: 0,
    });
    expect((await at.counter('c'))?.notes).toEqual(['a', 'c']);
  });

  it('is put together anew when the first one did not commit, and both take effect once, in their order', async () => {
    const at = await held();
    await at.release(at.send({ before: put('c', 'before'), beside: put('d', 'beside') }));
    at.hold();
    const sent = at.send({ a: put('c', 'a'), b: put('d', 'b'), c: put('c', 'c'), d: put('d', 'd') });
    await at.settle();
    const other = {
      type: 'Counter',
      id: 'c',
      expected: 1,
      version: 2,
      state: { total: 5, notes: ['other'] },
    };
    at.trouble.next = async () => {
      await at.world
        .store('counters')
        .commit({ ...emptyBatch, writer: 'other', sequence: 1, aggregates: [other] });
    };
    await at.release(sent);
    expect(at.told.slice(2).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect((await at.counter('c'))?.notes).toEqual(['other', 'a', 'c']);
    expect((await at.counter('d'))?.notes).toEqual(['beside', 'b', 'd']);
  });

  it('leaves the batch on its way as it is, also when that is sent again', async () => {
    const at = await held();
    at.hold();
    const sent = at.send({ a: put('c', 'a'), b: put('d', 'b'), c: put('c', 'c'), d: put('d', 'd') });
    await at.settle();
    at.trouble.next = () => {
      throw new MetesError('METES_STORE_UNAVAILABLE', { context: 'counters', reason: 'once' });
    };
    const kept: unknown[] = [];
    at.trouble.landed = async () => {
      const [found] = await at.world
        .store('counters')
        .aggregates([{ type: 'Counter', id: 'c', eventSourced: false }]);
      kept.push(found?.state);
    };
    await at.release(sent);
    expect(kept).toEqual([
      { total: 1, notes: ['a'] },
      { total: 2, notes: ['a', 'c'] },
    ]);
  });

  it('refuses on the ground of what the first one changes, and leaves no trace of the attempt', async () => {
    const at = await held();
    at.hold();
    const sent = at.send({
      a: put('c', 'a'),
      b: put('d', 'b'),
      c: new Take({ id: 'c', by: 5 }),
      d: put('e', 'd'),
    });
    await at.settle();
    expect([at.together, at.told]).toEqual([['a', 'b', 'd'], []]);
    await at.release(sent);
    expect(at.told).toEqual(['a', 'b', 'd', 'c: Counter: There is not enough']);
    await at.release(at.send({ take: new Take({ id: 'c', by: 1 }) }));
    expect(at.told.at(-1)).toBe('take');
    expect((await at.counter('c'))?.total).toBe(0);
  });

  it('refuses nothing on the ground of what never became durable', async () => {
    const at = await held();
    await at.release(at.send({ fill: new Fill({ id: 'f', key: 'k', by: 5 }) }));
    at.hold();
    const draw = (id: string, by: number) => new Draw({ id, key: 'k', by });
    const sent = at.send({ a: draw('a', 5), b: put('d', 'b'), c: draw('c', 4), d: put('e', 'd') });
    await at.settle();
    const other = { type: 'Counter', id: 'd', expected: 0, version: 1, state: { total: 0, notes: [] } };
    at.trouble.next = async () => {
      const store = at.world.store('counters');
      const tallies = [{ tally: pool.tally, key: 'k', deltas: [-1, 1] }];
      await store.commit({ ...emptyBatch, writer: 'other', sequence: 1, aggregates: [other], tallies });
    };
    await at.release(sent);
    // Somebody else has drawn one: there is no longer enough for the first, and so there is for the second.
    expect([(await at.counter('a'))?.notes, (await at.counter('c'))?.notes]).toEqual([['short'], ['drawn']]);
    expect(await at.world.store('counters').tallies([{ tally: pool.tally, key: 'k' }])).toEqual([[0, 5]]);
  });

  it('keeps nobody waiting who was answered before, however long its own readings take', async () => {
    const at = await held();
    at.hold();
    const first = at.send({ a: put('c', 'a'), b: put('d', 'b') });
    await at.settle();
    let calm = false;
    at.trouble.read = () => {
      if (!calm) throw new MetesError('METES_STORE_UNAVAILABLE', { context: 'counters', reason: 'not now' });
    };
    const add = (id: string) => new Add({ id, by: 1, note: 'x' });
    const second = at.send({ c: add('unknown'), d: add('c') });
    await at.settle();
    await at.release(first);
    expect(at.told).toEqual(['a', 'b']);
    calm = true;
    await at.release(second);
    expect(at.told.slice(2).sort()).toEqual(['c: METES_RUNTIME_NOT_FOUND', 'd']);
  });

  it('that cannot be read on lets nobody wait without a word, neither its own nor those of the first', async () => {
    const at = await held();
    await at.release(at.send({ c: put('c', 'c'), d: put('d', 'd') }));
    at.hold();
    const sent = at.send({
      a: put('a', 'a'),
      b: put('b', 'b'),
      take: new Take({ id: 'c', by: 5 }),
      e: put('d', 'e'),
    });
    let calm = false;
    let reads = 0;
    at.trouble.read = () => {
      // The first round has read what it needs; the second one asks whether its refusal is sound.
      if (++reads > 1 && !calm)
        throw new MetesError('METES_STORE_UNAVAILABLE', { context: 'counters', reason: 'not now' });
    };
    await at.settle();
    expect([at.together.slice(2), reads > 1]).toEqual([['a', 'b', 'e'], true]);
    void at.release(sent);
    await at.world.time.pass(5_000);
    expect(at.told.slice(2).sort()).toEqual(
      ['a', 'b', 'e', 'take'].map((name) => `${name}: METES_STORE_UNAVAILABLE`),
    );
    calm = true;
    await at.world.time.pass(5_000);
    expect((await at.counter('d'))?.notes).toEqual(['d', 'e']);
  });

  it('is not begun for less work than is worth it: that waits, since more may gather', async () => {
    const at = await held();
    at.hold();
    const sent = at.send({ a: put('c', 'a'), b: put('d', 'b'), c: put('c', 'c') });
    await at.settle();
    expect(at.together).toEqual(['a', 'b']);
    const more = at.send({ d: put('d', 'd') });
    await at.settle();
    expect(at.together).toEqual(['a', 'b', 'c', 'd']);
    await at.release([...sent, ...more]);
  });
});

describe('much work that waits', () => {
  it('is halved, so that one half is put together while the other is committed', async () => {
    const world = new World([counters()]);
    const process = await world.start();
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => process.send('counters', put(`c${n % 7}`, `${n}`))),
    );
    const { counts } = await process.context('counters').status();
    expect(counts.commits).toBe(2);
  });
});

describe('two contexts of a process', () => {
  /** 32 pieces of work fill a round; a commit waits for `let`, if the context is held up. */
  async function two(heldUp: readonly string[]) {
    const world = new World([counters(), others]);
    const waiting = new Map<string, () => void>();
    const sent: string[] = [];
    const process = await world.start({
      runtime: { batch: 32, commitsAtOnce: 2 },
      faults: async ({ operation, phase, context }) => {
        if (operation !== 'commit' || phase !== 'before') return;
        sent.push(context);
        if (heldUp.includes(context)) await new Promise<void>((go) => waiting.set(context, go));
      },
    });
    let told = 0;
    const send = (context: string, count: number): void => {
      for (let n = 0; n < count; n++)
        void process.send(context, put(`${sent.length}-${n}`, 'x')).then(() => told++);
    };
    return { world, sent, send, let: (context: string) => waiting.get(context)!(), told: () => told };
  }

  it('commit at once: a round that waits for the one before it takes no place of the other', async () => {
    const at = await two(['counters']);
    at.send('counters', 64);
    await at.world.time.pass(1);
    expect(at.sent).toEqual(['counters']);
    at.send('others', 40);
    await at.world.time.pass(10);
    expect(at.sent.slice(0, 2)).toEqual(['counters', 'others']);
  });

  it('do not keep what is durable from being told while the next round waits for its turn', async () => {
    const at = await two(['counters', 'others']);
    at.send('others', 64);
    await at.world.time.pass(0);
    at.send('counters', 64);
    await at.world.time.pass(0);
    expect(at.sent).toEqual(['others', 'counters']);
    at.let('counters');
    await at.world.time.pass(5);
    expect(at.told()).toBe(32);
  });
});
