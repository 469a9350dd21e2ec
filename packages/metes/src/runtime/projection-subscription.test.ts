import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { context } from '../model/context.ts';
import { projection, type Projection } from '../model/projection.ts';
import { supporting } from '../model/subdomain.ts';
import { Add, counted, Counted, Counter, counters, Open, Put, Take, Taken } from './counters-under-test.ts';
import { World, type WorldProcess } from './world-under-test.ts';
import { emptyBatch } from './ports/empty-batch.ts';
import type { NewEvent } from './ports/log-record.ts';

const row = z.strictObject({ total: z.int(), notes: z.array(z.string()) });

/** Totals by counter; what is counted on `gone` is removed when something is taken from it. */
function totals(
  hooks: { readonly fold?: (e: Counted) => void; readonly key?: (e: Counted) => string } = {},
): Projection {
  return projection('totals', {
    row,
    on: (on) => [
      on(Counted, hooks.key ?? ((e) => e.id), (old, e) => {
        hooks.fold?.(e);
        return { total: (old?.total ?? 0) + e.by, notes: [...(old?.notes ?? []), e.note] };
      }),
      on(
        Taken,
        (e) => e.id,
        (old, e) => (e.id === 'gone' ? null : old && { ...old, total: old.total - e.by }),
      ),
    ],
  });
}

const put = (process: WorldProcess, id: string, note: string, by = 1) =>
  process.send('counters', new Put({ id, by, note }));

/** 4,200 events of 50 counters that took turns: two full pages and what is left. */
function past(world: World): readonly NewEvent[] {
  return Array.from({ length: 4_200 }, (_, n) => ({
    id: world.newId(),
    aggregateType: 'Counter',
    aggregateId: `c${n % 50}`,
    version: Math.floor(n / 50) + 1,
    type: 'Counted',
    typeVersion: 1,
    data: { id: `c${n % 50}`, by: 1, note: String(n) },
    published: [],
    causation: 'w',
    correlation: 'w',
    time: 0,
  }));
}

async function running(projected: Projection = totals()) {
  const world = new World([counters({ projections: [projected] })]);
  return {
    world,
    process: await world.start(),
    read: (key: string) => world.store('counters').row('totals', key),
  };
}

describe('a projection', () => {
  it('follows the events, with rows that appear, change and go', async () => {
    const { world, process, read } = await running();
    for (const id of ['a', 'gone']) await put(process, id, '1', 5);
    for (const id of ['a', 'gone']) await process.send('counters', new Take({ id, by: 2 }));
    await world.quiesce([process]);
    expect([await read('a'), await read('gone')]).toEqual([{ total: 3, notes: ['1'] }, undefined]);
    await put(process, 'gone', '2', 1);
    await world.quiesce([process]);
    expect(await read('gone')).toEqual({ total: 1, notes: ['2'] });
  });

  it('stops looking for rows that are never there, and notices when one is', async () => {
    const world = new World([
      counters({ projections: [totals({ key: (e) => (e.note === 'aside' ? `${e.id} aside` : e.id) })] }),
    ]);
    let looks = 0;
    const faults = ({ operation }: { readonly operation: string }): void => {
      if (operation === 'rowsByKey') looks++;
    };
    const process = await world.start({ faults });
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => put(process, `c${n}`, '1')));
    await world.quiesce([process]);
    looks = 0;
    await put(process, 'y', 'aside', 9);
    await world.quiesce([process]);
    expect(looks).toBe(0);
    await world.store('counters').commit({
      ...emptyBatch,
      writer: 'somebody else',
      sequence: 1,
      rows: ['x', 'y'].map((key) => ({
        projection: 'totals',
        generation: 0,
        key,
        row: { total: 5, notes: ['before'] },
      })),
    });
    // The fold of the second leaves a row that is not there as it is.
    await Promise.all([put(process, 'x', '1'), process.send('counters', new Take({ id: 'y', by: 2 }))]);
    await world.quiesce([process]);
    const read = (key: string) => world.store('counters').row('totals', key);
    expect([await read('x'), await read('y')]).toEqual([
      { total: 6, notes: ['before', '1'] },
      { total: 3, notes: ['before'] },
    ]);
    expect(looks).toBeGreaterThan(0);
    expect(await world.parked('counters')).toEqual([]);
  });

  it('that catches up folds the next stretch while one is on its way, and both anew when that one is refused', async () => {
    let folds = 0;
    const world = new World([counters({ projections: [totals({ fold: () => void folds++ })] })]);
    await world
      .store('counters')
      .commit({ ...emptyBatch, writer: 'earlier', sequence: 1, events: past(world) });
    let refuse: ((reason: Error) => void) | undefined;
    const process = await world.start({
      faults: async ({ operation, phase }) => {
        if (operation === 'commit' && phase === 'before' && !refuse)
          await new Promise<void>((_, reject) => (refuse = reject));
      },
    });
    await world.time.pass(1);
    expect(folds).toBe(4_000);
    expect(await world.store('counters').row('totals', 'c0')).toBeUndefined();
    refuse!(new RangeError('not this time'));
    await world.quiesce([process]);
    expect(folds).toBe(8_200);
    const rows = await Promise.all(
      Array.from({ length: 50 }, (_, n) => world.store('counters').row('totals', `c${n}`)),
    );
    expect(rows.map((found) => (found as { total: number }).total)).toEqual(rows.map(() => 84));
    expect(rows[7]).toMatchObject({ notes: Array.from({ length: 84 }, (_, n) => String(n * 50 + 7)) });
  });

  it('folds a stretch anew, and the one that was folded ahead of it, when a row is there that was taken for absent', async () => {
    // Each event has a row of its own but for two, in the second and in the third stretch, which share one.
    const shared = (e: Counted): string => (['3000', '4100'].includes(e.note) ? 'there' : e.note);
    let folds = 0;
    const world = new World([counters({ projections: [totals({ key: shared, fold: () => void folds++ })] })]);
    const store = world.store('counters');
    const there = { projection: 'totals', generation: 0, key: 'there', row: { total: 5, notes: ['before'] } };
    await store.commit({ ...emptyBatch, writer: 'earlier', sequence: 1, events: past(world), rows: [there] });
    const process = await world.start();
    await world.quiesce([process]);
    expect(await store.row('totals', 'there')).toEqual({ total: 7, notes: ['before', '3000', '4100'] });
    expect(await store.row('totals', '4199')).toEqual({ total: 1, notes: ['4199'] });
    expect(folds).toBe(2_000 + 2 * 2_200);
    expect((await process.context('counters').status()).counts.conflicts).toBe(1);
  });

  it('folds into the rows that it has read, though memory drops them while others of the round are read', async () => {
    const world = new World([counters({ projections: [totals()] })]);
    const ids = Array.from({ length: 6 }, (_, n) => `c${n}`);
    const rows = ids.map((key) => ({
      projection: 'totals',
      generation: 0,
      key,
      row: { total: 100, notes: [] },
    }));
    await world.store('counters').commit({ ...emptyBatch, writer: 'earlier', sequence: 1, rows });
    const process = await world.start({
      runtime: { batch: 2, rowsInMemory: 2, liveAggregates: 1 },
      faults: async ({ operation, phase }) => {
        const ms = { commit: 5, aggregates: 8 }[operation as string];
        if (ms && phase === 'before') await new Promise<void>((done) => world.time.after(ms, done));
      },
    });
    for (let n = 0; n < 60; n++) {
      void put(process, ids[n % 6]!, String(n));
      await world.time.pass(2);
    }
    await world.quiesce([process]);
    const found = await Promise.all(ids.map((id) => world.store('counters').row('totals', id)));
    expect(found.map((each) => (each as { total: number }).total)).toEqual(ids.map(() => 110));
    expect((await process.context('counters').status()).counts.conflicts).toBe(0);
  });

  it('sets aside what cannot be folded, with what follows on the same aggregate, and takes it up in order', async () => {
    let broken = true;
    const { world, process, read } = await running(
      totals({
        fold: (e) => {
          if (broken && e.note === 'a2') throw new RangeError('no');
        },
      }),
    );
    await Promise.all(
      ['a1', 'b1', 'a2', 'b2', 'a3', 'b3'].map((note) => put(process, note.slice(0, 1), note)),
    );
    await world.quiesce([process]);
    expect([await read('a'), await read('b')]).toEqual([
      { total: 1, notes: ['a1'] },
      { total: 3, notes: ['b1', 'b2', 'b3'] },
    ]);
    expect(await world.parked('counters')).toMatchObject([
      { state: 'dead', reactions: ['totals'], cause: { code: 'RangeError' } },
      { state: 'waiting' },
    ]);
    broken = false;
    await world.store('counters').redrive({});
    await put(process, 'a', 'a4');
    await world.quiesce([process]);
    expect(await read('a')).toEqual({ total: 4, notes: ['a1', 'a2', 'a3', 'a4'] });
  });

  it('sets aside what leads to a row that no store keeps', async () => {
    const { world, process, read } = await running(
      totals({ key: (e) => (e.note === 'bad' ? 'a\u0000' : e.id) }),
    );
    await put(process, 'a', 'bad');
    await put(process, 'b', 'good');
    await world.quiesce([process]);
    expect(await world.parked('counters')).toMatchObject([
      { key: 'a', state: 'dead', cause: { code: 'METES_STORE_TEXT_REFUSED' } },
    ]);
    expect(await read('b')).toEqual({ total: 1, notes: ['good'] });
  });

  it('sets aside what concerns a row that cannot be read, and goes on with others', async () => {
    const { world, process, read } = await running();
    await world.store('counters').commit({
      ...emptyBatch,
      writer: 'vandal',
      sequence: 1,
      rows: [{ projection: 'totals', generation: 0, key: 'a', row: { of: 'an older form' } }],
    });
    await Promise.all([put(process, 'a', '1'), put(process, 'b', '1')]);
    await world.quiesce([process]);
    expect(await world.parked('counters')).toMatchObject([
      { key: 'a', cause: { code: 'METES_SCHEMA_INVALID' } },
    ]);
    expect(await read('b')).toEqual({ total: 1, notes: ['1'] });
  });

  it('keeps nothing of a fold that changed its row and then failed', async () => {
    let broken = false;
    const meddling = projection('totals', {
      row,
      on: (on) => [
        on(
          Counted,
          (e) => e.id,
          (old, e) => {
            if (old && broken) old.total = 1_000;
            return { total: (old?.total ?? 0) + e.by, notes: [...(old?.notes ?? []), e.note] };
          },
        ),
      ],
    });
    const { world, process, read } = await running(meddling);
    await put(process, 'a', '1');
    await world.quiesce([process]);
    broken = true;
    await put(process, 'a', '2');
    await world.quiesce([process]);
    expect(await world.parked('counters')).toMatchObject([{ cause: { code: 'TypeError' } }]);
    broken = false;
    await world.store('counters').redrive({});
    await world.quiesce([process]);
    expect(await read('a')).toEqual({ total: 2, notes: ['1', '2'] });
  });

  it('is right when events of two contexts touch the same row', async () => {
    const watching = context('watching', {
      purpose: 'Watches',
      subdomain: supporting({ reviewed: '2026-09-01' }),
      team: 'Tests',
      aggregates: [Counter],
      handlers: counters().handlers.slice(0, 3),
      projections: [
        projection('both', {
          row,
          on: (on) => [
            on(
              counted,
              () => 'row',
              (old, e) => ({ total: (old?.total ?? 0) + e.by, notes: old?.notes ?? [] }),
            ),
            on(
              Counted,
              () => 'row',
              (old, e) => ({ total: (old?.total ?? 0) + e.by, notes: old?.notes ?? [] }),
            ),
          ],
        }),
      ],
    });
    const world = new World([counters(), watching]);
    const process = await world.start();
    for (let n = 0; n < 30; n++)
      await Promise.all([
        put(process, `c${n}`, 'x'),
        process.send('watching', new Put({ id: `w${n}`, by: 100, note: 'x' })),
      ]);
    await world.quiesce([process]);
    expect(await world.store('watching').row('both', 'row')).toMatchObject({ total: 3_030 });
  });
});

describe('a rebuild', () => {
  it('gives the same rows as following the events does', async () => {
    const { world, process, read } = await running();
    for (let n = 0; n < 200; n++) await put(process, `c${n % 7}`, `${n}`);
    await world.quiesce([process]);
    const before = await Promise.all(Array.from({ length: 7 }, (_, n) => read(`c${n}`)));
    expect(await process.context('counters').rebuild('totals')).toEqual({ events: 200, rows: 7 });
    expect(await Promise.all(Array.from({ length: 7 }, (_, n) => read(`c${n}`)))).toEqual(before);
  });

  it('loses nothing that happens meanwhile, nor right after', async () => {
    const { world, process, read } = await running();
    for (let n = 0; n < 100; n++) await put(process, 'c', `${n}`);
    const rebuilt = Promise.all([
      process.context('counters').rebuild('totals'),
      ...Array.from({ length: 100 }, (_, n) => put(process, 'c', `${100 + n}`)),
    ]);
    await world.time.resolved(rebuilt);
    await put(process, 'c', '200');
    await world.quiesce([process]);
    expect(await read('c')).toEqual({ total: 201, notes: Array.from({ length: 201 }, (_, n) => `${n}`) });
  });

  it('by another process is noticed by the one that follows, however exactly they stand at the same place', async () => {
    const { world, process, read } = await running();
    for (let n = 0; n < 10; n++) await put(process, 'c', `${n}`);
    await world.quiesce([process]);
    const other = await world.start();
    await other.context('counters').rebuild('totals');
    for (let n = 10; n < 20; n++) await put(process, 'c', `${n}`);
    await world.quiesce([process]);
    expect(await world.store('counters').generation('totals')).toBe(1);
    expect(await read('c')).toEqual({ total: 20, notes: Array.from({ length: 20 }, (_, n) => `${n}`) });
  });

  it('ends what was set aside, without folding it twice', async () => {
    let broken = true;
    const { world, process, read } = await running(
      totals({
        fold: (e) => {
          if (broken && e.note === '2') throw new RangeError('no');
        },
      }),
    );
    for (const note of ['1', '2', '3']) await put(process, 'c', note);
    await world.quiesce([process]);
    expect(await world.parked('counters')).toHaveLength(2);
    broken = false;
    await process.context('counters').rebuild('totals');
    await put(process, 'c', '4');
    await world.store('counters').redrive({});
    await world.quiesce([process]);
    expect(await read('c')).toEqual({ total: 4, notes: ['1', '2', '3', '4'] });
    expect(await world.parked('counters')).toEqual([]);
  });

  it('that cannot fold an event names it, and leaves the rows that are read as they are', async () => {
    let broken = false;
    const { world, process, read } = await running(
      totals({
        fold: () => {
          if (broken) throw new RangeError('no');
        },
      }),
    );
    await process.send('counters', new Open({ id: 'c' }));
    await process.send('counters', new Add({ id: 'c', by: 1, note: 'a' }));
    await world.quiesce([process]);
    broken = true;
    await expect(process.context('counters').rebuild('totals')).rejects.toMatchObject({
      code: 'METES_RUNTIME_REBUILD_FOLD',
      values: { position: 1 },
    });
    expect(await read('c')).toEqual({ total: 1, notes: ['open', 'a'] });
    await expect(process.context('counters').rebuild('sums')).rejects.toMatchObject({
      code: 'METES_RUNTIME_PROJECTION_UNKNOWN',
    });
  });

  it('that another one overtakes ends without harm', async () => {
    const { world, process, read } = await running();
    for (let n = 0; n < 10; n++) await put(process, 'c', `${n}`);
    await world.quiesce([process]);
    const outcomes = await world.time.resolved(
      Promise.allSettled([1, 2, 3].map(() => process.context('counters').rebuild('totals'))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of outcomes)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'METES_STORE_CONFLICT' });
    await put(process, 'c', '10');
    await world.quiesce([process]);
    expect(await read('c')).toMatchObject({ total: 11 });
  });
});
