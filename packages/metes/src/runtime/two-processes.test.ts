import { describe, expect, it } from 'vitest';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { Add, Counter, counters, Draw, Fill, Meddle, Open, pool, Put, Take } from './counters-under-test.ts';
import { World } from './world-under-test.ts';

const context = counters();

async function twoProcesses() {
  const world = new World([context]);
  return { world, one: await world.start(), other: await world.start() };
}

const read = (world: World, id: string) =>
  world
    .store('counters')
    .aggregates([{ type: 'Counter', id, eventSourced: false }])
    .then(([found]) => found);

describe('two processes of one context', () => {
  it('change one aggregate in turn, each seeing what the other did', async () => {
    const { world, one, other } = await twoProcesses();
    await one.send('counters', new Open({ id: 'c' }));
    for (let n = 0; n < 10; n++)
      await (n % 2 ? one : other).send('counters', new Add({ id: 'c', by: 1, note: `${n}` }));
    expect(await read(world, 'c')).toMatchObject({ version: 11, state: { total: 10 } });
    expect((await other.context('counters').status()).counts.conflicts).toBeGreaterThan(0);
  });

  it('lose nothing when they change the same aggregates at once', async () => {
    const { world, one, other } = await twoProcesses();
    const sent = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) =>
        (n % 2 ? one : other).send('counters', new Put({ id: `c${n % 3}`, by: 1, note: `${n}` })),
      ),
    );
    expect(sent.filter(({ status }) => status === 'rejected')).toEqual([]);
    const totals = await Promise.all(['c0', 'c1', 'c2'].map((id) => read(world, id)));
    expect(totals.map((each) => (each?.state as { total: number } | undefined)?.total)).toEqual([67, 67, 66]);
  });

  it('let an innocent member commit while another member conflicts', async () => {
    const { world, one, other } = await twoProcesses();
    await one.send('counters', new Put({ id: 'fought-over', by: 0, note: 'a' }));
    await other.send('counters', new Add({ id: 'fought-over', by: 1, note: 'b' }));
    const sent = await Promise.all([
      one.send('counters', new Put({ id: 'innocent', by: 1, note: 'c' })),
      one.send('counters', new Add({ id: 'fought-over', by: 1, note: 'd' })),
    ]);
    expect(sent).toMatchObject([{ done: { version: 1 } }, { done: { version: 3 } }]);
    expect((await read(world, 'fought-over'))?.state).toMatchObject({ notes: ['a', 'b', 'd'] });
  });

  it('begin an aggregate once', async () => {
    const { world, one, other } = await twoProcesses();
    const sent = await Promise.allSettled(
      [one, other, one, other].map((process) => process.send('counters', new Open({ id: 'c' }))),
    );
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of sent)
      if (each.status === 'rejected')
        expect(each.reason).toMatchObject({ code: 'METES_RUNTIME_ALREADY_EXISTS' });
    expect(await world.log('counters')).toHaveLength(1);
  });

  it('do not refuse on the ground of what has long changed', async () => {
    const { one, other } = await twoProcesses();
    await one.send('counters', new Put({ id: 'c', by: 1, note: 'a' }));
    await other.send('counters', new Add({ id: 'c', by: 9, note: 'b' }));
    expect(await one.send('counters', new Take({ id: 'c', by: 10 }))).toMatchObject({ done: { result: 0 } });
  });

  it('do not refuse on the ground of a change that was never committed', async () => {
    const { one, other } = await twoProcesses();
    await one.send('counters', new Put({ id: 'c', by: 5, note: 'a' }));
    await other.send('counters', new Add({ id: 'c', by: 5, note: 'b' }));
    // `one` remembers 5: when the first command has taken them, there is nothing for the second. In truth there are 10.
    const sent = await Promise.allSettled(
      [1, 2, 3].map(() => one.send('counters', new Take({ id: 'c', by: 5 }))),
    );
    expect(sent).toMatchObject([
      { value: { done: { result: 5 } } },
      { value: { done: { result: 0 } } },
      { reason: expect.any(DomainRuleBroken) },
    ]);
  });

  it('do nothing only if there is nothing to do in truth', async () => {
    const { world, one, other } = await twoProcesses();
    await one.send('counters', new Put({ id: 'c', by: 1, note: 'a' }));
    await other.send('counters', new Add({ id: 'c', by: 1, note: 'b' }));
    expect(await one.send('counters', new Meddle({ id: 'c' }))).toMatchObject({ done: { version: 2 } });
    expect((await read(world, 'c'))?.version).toBe(2);
  });
});

describe('tallies', () => {
  const held = (world: World, key = 'k') =>
    world
      .store('counters')
      .tallies([{ tally: pool.tally, key }])
      .then(([found]) => found);

  it('are not short because of what a process remembers', async () => {
    const { world, one, other } = await twoProcesses();
    await one.send('counters', new Fill({ id: 'f', key: 'k', by: 1 }));
    await one.send('counters', new Draw({ id: 'a', key: 'k', by: 1 }));
    await other.send('counters', new Fill({ id: 'g', key: 'k', by: 5 }));
    await one.send('counters', new Draw({ id: 'b', key: 'k', by: 5 }));
    expect(await held(world)).toEqual([0, 6]);
    expect((await read(world, 'b'))?.state).toMatchObject({ notes: ['drawn'] });
  });

  it('never go below zero because of what a process remembers', async () => {
    const { world, one, other } = await twoProcesses();
    await one.send('counters', new Fill({ id: 'f', key: 'k', by: 5 }));
    await other.send('counters', new Draw({ id: 'a', key: 'k', by: 4 }));
    await one.send('counters', new Draw({ id: 'b', key: 'k', by: 2 }));
    expect(await held(world)).toEqual([1, 4]);
    expect((await read(world, 'b'))?.state).toMatchObject({ notes: ['short'] });
  });

  it('are conserved when two processes draw from them at once', async () => {
    const { world, one, other } = await twoProcesses();
    await one.send('counters', new Fill({ id: 'f', key: 'k', by: 50 }));
    const sent = await Promise.allSettled(
      Array.from({ length: 300 }, (_, n) =>
        (n % 2 ? one : other).send('counters', new Draw({ id: `d${n}`, key: 'k', by: 1 + (n % 3) })),
      ),
    );
    expect(sent.filter(({ status }) => status === 'rejected')).toEqual([]);
    const all = await Promise.all(Array.from({ length: 300 }, (_, n) => read(world, `d${n}`)));
    const drawn = all.reduce(
      (sum, each) => sum + ((each?.state as { total: number } | undefined)?.total ?? 0),
      0,
    );
    const [there, gone] = (await held(world))!;
    expect([there! + gone!, gone]).toEqual([50, drawn]);
    // Nobody was told "short" for a single one while there was one.
    expect(there).toBe(0);
  });

  it('are read by the reader by the names of their accounts', async () => {
    const { one } = await twoProcesses();
    await one.send('counters', new Fill({ id: 'f', key: 'k', by: 3 }));
    expect(await one.context('counters').reader.tally(pool, 'k')).toEqual({ there: 3, drawn: 0 });
    expect(await one.context('counters').reader.history(Counter, 'f')).toMatchObject([
      { event: 'Counted', version: 1 },
    ]);
  });
});
