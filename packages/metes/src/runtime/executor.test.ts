import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MetesError } from '../base/errors.ts';
import { command } from '../model/command.ts';
import { handle } from '../model/handler.ts';
import {
  Add,
  Break,
  Counter,
  counters,
  Draw,
  Fill,
  Meddle,
  Open,
  pool,
  Put,
  Take,
} from './counters-under-test.ts';
import { emptyBatch } from './ports/empty-batch.ts';
import { World, type WorldProcess } from './world-under-test.ts';

const context = counters();

async function world(): Promise<{ world: World; process: WorldProcess }> {
  const made = new World([context]);
  return { world: made, process: await made.start() };
}

const counter = (process: WorldProcess, id: string) =>
  process.context('counters').reader.aggregate(Counter, id);

describe('works that fail together', () => {
  it('do not take those with them that are fine: each is tried alone to its end', async () => {
    const made = new World([context]);
    const others = made.store('counters');
    const hot = Array.from({ length: 12 }, (_, n) => `hot-${n}`);
    const versions = new Map<string, number>();
    let sequence = 0;
    let busy = false;
    // Somebody else is always faster on the hot ones.
    const process = await made.start({
      faults: async ({ operation, phase }) => {
        if (!busy || operation !== 'commit' || phase === 'after') return;
        const aggregates = hot.map((id) => {
          const expected = versions.get(id) ?? 0;
          versions.set(id, expected + 1);
          return { type: 'Counter', id, expected, version: expected + 1, state: { total: 0, notes: [] } };
        });
        await others.commit({ ...emptyBatch, writer: 'other', sequence: ++sequence, aggregates });
      },
    });
    busy = true;
    const put = (id: string) => process.send('counters', new Put({ id, by: 1, note: 'a' }));
    const sent = await made.time.resolved(Promise.allSettled([...hot, 'fine'].map(put)));
    expect(sent.map(({ status }) => status)).toEqual([...hot.map(() => 'rejected'), 'fulfilled']);
    expect((await counter(process, 'fine'))?.notes).toEqual(['a']);
  });
});

describe('group commit', () => {
  it('gathers what comes while a commit is on its way', async () => {
    const { process } = await world();
    const before = (await process.context('counters').status()).counts.commits;
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        process.send('counters', new Put({ id: `c${n % 7}`, by: 1, note: `${n}` })),
      ),
    );
    const { counts } = await process.context('counters').status();
    expect(counts.commits - before).toBe(1);
    expect((await counter(process, 'c0'))?.notes).toEqual([
      '0',
      '7',
      '14',
      '21',
      '28',
      '35',
      '42',
      '49',
      '56',
    ]);
  });

  it('takes no more at once than its limit, in the order of arrival', async () => {
    const made = new World([context]);
    const process = await made.start({ runtime: { batch: 10 } });
    await Promise.all(
      Array.from({ length: 95 }, (_, n) =>
        process.send('counters', new Put({ id: 'c', by: 1, note: `${n}` })),
      ),
    );
    expect((await process.context('counters').status()).counts.commits).toBe(10);
    expect((await counter(process, 'c'))?.notes).toEqual(Array.from({ length: 95 }, (_, n) => `${n}`));
  });

  it('refuses at once what is more than may wait', async () => {
    const made = new World([context]);
    const process = await made.start({ runtime: { waiting: 3 } });
    const sent = await Promise.allSettled(
      Array.from({ length: 5 }, (_, n) =>
        process.send('counters', new Put({ id: 'c', by: 1, note: `${n}` })),
      ),
    );
    expect(sent.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(sent[4]).toMatchObject({ reason: { code: 'METES_RUNTIME_OVERLOADED' } });
    await process.send('counters', new Put({ id: 'c', by: 1, note: 'later' }));
    expect((await counter(process, 'c'))?.notes).toEqual(['0', '1', '2', 'later']);
  });
});

describe('the failure of one member of a round', () => {
  const failures = [
    [
      'a refusal of the domain',
      new Add({ id: 'there', by: 13, note: 'x' }),
      { rule: 'Nobody counts thirteen' },
    ],
    [
      'an aggregate that is not there',
      new Add({ id: 'nowhere', by: 1, note: 'x' }),
      { code: 'METES_RUNTIME_NOT_FOUND' },
    ],
    [
      'an aggregate that is there already',
      new Open({ id: 'there' }),
      { code: 'METES_RUNTIME_ALREADY_EXISTS' },
    ],
    [
      'a publication that its contract refuses',
      new Add({ id: 'there', by: 101, note: 'x' }),
      { code: 'METES_CONTRACT_INVALID' },
    ],
    ['an exception', new Break({ id: 'there' }), { message: 'broken' }],
    [
      'an event that no store takes',
      new Add({ id: 'there', by: 1, note: 'x'.repeat(1_100_000) }),
      { code: 'METES_STORE_TOO_LARGE' },
    ],
    [
      'a key that no store keeps',
      new Draw({ id: 'there', key: '\u0000', by: 1 }),
      { code: 'METES_STORE_TEXT_REFUSED' },
    ],
  ] as const;

  it.each(failures)('harms no other: %s', async (_, failing, expected) => {
    const { process } = await world();
    await process.send('counters', new Open({ id: 'there' }));
    const others = (from: number) =>
      Array.from({ length: 20 }, (__, n) =>
        process.send('counters', new Put({ id: n % 2 ? 'there' : `c${n}`, by: 1, note: `${from + n}` })),
      );
    const sent = await Promise.allSettled([...others(0), process.send('counters', failing), ...others(20)]);
    expect(sent.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(sent[20]).toMatchObject({ status: 'rejected', reason: expected });
    const there = await counter(process, 'there');
    expect(there?.total).toBe(20);
    expect(there?.notes.slice(1)).toEqual(
      Array.from({ length: 40 }, (__, n) => `${n}`).filter((__, n) => n % 2),
    );
  });

  it('leaves the others their effects when its answer cannot be made', async () => {
    const { world: made, process } = await world();
    const answer = () => {
      throw new RangeError('no answer');
    };
    const request = { idempotency: { principal: 'p', route: 'r', key: 'k', fingerprint: 'f' }, answer };
    const sent = await Promise.allSettled([
      process.send('counters', new Fill({ id: 'a', key: 'k', by: 5 })),
      process.send('counters', new Draw({ id: 'b', key: 'k', by: 1 }), request),
      process.send('counters', new Draw({ id: 'c', key: 'k', by: 1 })),
    ]);
    expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sent[1]).toMatchObject({ reason: { message: 'no answer' } });
    expect(await counter(process, 'b')).toBeUndefined();
    expect(await made.store('counters').tallies([{ tally: pool.tally, key: 'k' }])).toEqual([[4, 1]]);
  });
});

describe('tallies in memory', () => {
  it('keep nothing of a command whose answer cannot be made, even if no event came of it', async () => {
    class Shift extends command('Shift', z.strictObject({ id: z.string() })) {}
    const shift = handle(Shift, Counter, {
      id: (c) => c.id,
      expects: 'either',
      tallies: () => [{ tally: pool, keys: ['k'] }],
      run: (_, __, desk) =>
        void desk.move([pool.move({ key: 'k', quantity: 1, from: 'there', to: 'drawn' })]),
    });
    const made = new World([counters({ handlers: [shift] })]);
    const process = await made.start();
    await process.send('counters', new Fill({ id: 'f', key: 'k', by: 5 }));
    const answer = () => {
      throw new RangeError('no answer');
    };
    const sent = await Promise.allSettled([
      process.send('counters', new Put({ id: 'a', by: 1, note: 'x' })),
      process.send('counters', new Shift({ id: 'b' }), { answer }),
    ]);
    expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await made.store('counters').tallies([{ tally: pool.tally, key: 'k' }])).toEqual([[5, 0]]);
  });

  it('are read when a command of the same round has changed which ones an aggregate names', async () => {
    class Shift extends command('Shift', z.strictObject({ id: z.string() })) {}
    const shift = handle(Shift, Counter, {
      id: (c) => c.id,
      tallies: (_, { total }) => [{ tally: pool, keys: [`k${total}`] }],
      run: (of, __, desk) => {
        const move = pool.move({ key: `k${of.total}`, quantity: 1, from: 'there', to: 'drawn' });
        of.add(0, String(desk.move([move]).length));
      },
    });
    const made = new World([counters({ handlers: [shift] })]);
    const first = await made.start();
    for (const key of ['k1', 'k2']) await first.send('counters', new Fill({ id: key, key, by: 5 }));
    await first.send('counters', new Put({ id: 'a', by: 1, note: 'x' }));
    await first.stop();
    const process = await made.start();
    await process.send('counters', new Shift({ id: 'a' }));
    await Promise.all([
      process.send('counters', new Put({ id: 'a', by: 1, note: 'y' })),
      process.send('counters', new Shift({ id: 'a' })),
    ]);
    const keys = ['k1', 'k2'].map((key) => ({ tally: pool.tally, key }));
    expect(await made.store('counters').tallies(keys)).toEqual([
      [4, 1],
      [4, 1],
    ]);
  });

  it('keep nothing of a command that was refused after its moves', async () => {
    const { world: made, process } = await world();
    await process.send('counters', new Fill({ id: 'f', key: 'k', by: 13 }));
    const sent = await Promise.allSettled([
      process.send('counters', new Draw({ id: 'a', key: 'k', by: 13 })),
      process.send('counters', new Draw({ id: 'b', key: 'k', by: 5 })),
    ]);
    expect(sent).toMatchObject([{ reason: { rule: 'Nobody counts thirteen' } }, { status: 'fulfilled' }]);
    expect(await made.store('counters').tallies([{ tally: pool.tally, key: 'k' }])).toEqual([[8, 5]]);
    await process.send('counters', new Draw({ id: 'c', key: 'k', by: 8 }));
    expect((await counter(process, 'c'))?.notes).toEqual(['drawn']);
  });
});

describe('aggregates in memory', () => {
  it('keep nothing of a command that was refused', async () => {
    const { process } = await world();
    await process.send('counters', new Put({ id: 'c', by: 5, note: 'a' }));
    await expect(process.send('counters', new Take({ id: 'c', by: 9 }))).rejects.toMatchObject({
      rule: 'There is not enough',
    });
    expect((await process.send('counters', new Take({ id: 'c', by: 5 }))) as object).toMatchObject({
      done: { result: 0 },
    });
  });

  it('keep nothing of a command that was refused after another in the same round', async () => {
    const { process } = await world();
    const sent = await Promise.allSettled([
      process.send('counters', new Put({ id: 'c', by: 5, note: 'a' })),
      process.send('counters', new Take({ id: 'c', by: 9 })),
      process.send('counters', new Take({ id: 'c', by: 2 })),
    ]);
    expect(sent[2]).toMatchObject({ value: { done: { result: 3, version: 2 } } });
    expect((await counter(process, 'c'))?.total).toBe(3);
  });

  it('keep no change of which no event tells', async () => {
    const { process } = await world();
    await process.send('counters', new Open({ id: 'c' }));
    await process.send('counters', new Meddle({ id: 'c' }));
    await process.send('counters', new Add({ id: 'c', by: 1, note: 'a' }));
    expect((await counter(process, 'c'))?.total).toBe(1);
  });

  it('keep no such change beside the events of others in the same round', async () => {
    const { process } = await world();
    await Promise.all([
      process.send('counters', new Open({ id: 'c' })),
      process.send('counters', new Meddle({ id: 'c' })),
      process.send('counters', new Add({ id: 'c', by: 1, note: 'a' })),
      process.send('counters', new Meddle({ id: 'c' })),
    ]);
    expect((await counter(process, 'c'))?.total).toBe(1);
    await process.send('counters', new Add({ id: 'c', by: 1, note: 'b' }));
    expect((await counter(process, 'c'))?.total).toBe(2);
  });

  it('are dropped when there are too many, and read again', async () => {
    const made = new World([context]);
    const process = await made.start({ runtime: { liveAggregates: 3 } });
    for (let turn = 0; turn < 3; turn++) {
      for (let n = 0; n < 10; n++)
        await process.send('counters', new Put({ id: `c${n}`, by: 1, note: `${turn}` }));
    }
    for (let n = 0; n < 10; n++) expect((await counter(process, `c${n}`))?.notes).toEqual(['0', '1', '2']);
  });
});

describe('owners', () => {
  const ann = { owner: { id: 'ann', roles: [] } };

  it('find what is theirs', async () => {
    const { process } = await world();
    await process.send('counters', new Put({ id: 'c', by: 0, note: 'owner:ann' }));
    expect(await process.send('counters', new Add({ id: 'c', by: 1, note: 'a' }), ann)).toMatchObject({
      done: { version: 2 },
    });
  });

  it('do not find what is not theirs, and cannot tell it from what is not there', async () => {
    const { process } = await world();
    await process.send('counters', new Put({ id: 'c', by: 0, note: 'owner:bob' }));
    const foreign = await process
      .send('counters', new Add({ id: 'c', by: 1, note: 'a' }), ann)
      .catch((error: MetesError) => error.message);
    const absent = await process
      .send('counters', new Add({ id: 'd', by: 1, note: 'a' }), ann)
      .catch((error: MetesError) => error.message);
    expect(foreign).toBe('METES_RUNTIME_NOT_FOUND: There is no Counter c here.');
    expect(absent).toBe('METES_RUNTIME_NOT_FOUND: There is no Counter d here.');
    expect((await counter(process, 'c'))?.notes).toEqual(['owner:bob']);
  });
});

describe('events', () => {
  it('have versions without gaps, positions in the order of commits, and say where they come from', async () => {
    const { world: made, process } = await world();
    await process.send('counters', new Open({ id: 'c' }), {
      correlation: 'corr',
      causation: 'cause',
      traceparent: 'trace',
    });
    await Promise.all(['a', 'b'].map((note) => process.send('counters', new Add({ id: 'c', by: 1, note }))));
    const log = await made.log('counters');
    expect(log.map(({ position, version }) => [position, version])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(log[0]).toMatchObject({
      correlation: 'corr',
      causation: 'cause',
      traceparent: 'trace',
      published: [{ contract: 'counters.counted', version: 1 }],
    });
  });
});

describe('a process with hardly anything to do', () => {
  it.each([
    [{}, 1],
    [{ awakeMs: 0 }, 0],
  ])(
    'stays awake from the sending of its commit to the answer, unless told not to: %j',
    async (runtime, vigils) => {
      const made = new World([context]);
      let [begun, awake, awakeAtCommit] = [0, 0, 0];
      const process = await made.start({
        runtime,
        stayAwake: () => (begun++, awake++, () => (awake--, true)),
        faults: async ({ operation, phase }) => {
          if (operation === 'commit' && phase === 'after') awakeAtCommit = awake;
        },
      });
      await made.quiesce([process]);
      begun = 0;
      await process.send('counters', new Put({ id: 'c1', by: 1, note: 'a' }));
      expect({ begun, awake, awakeAtCommit }).toEqual({ begun: vigils, awake: 0, awakeAtCommit: vigils });
    },
  );
});
