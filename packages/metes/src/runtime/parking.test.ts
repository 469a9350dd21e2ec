import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { defaultRetry } from '../model/call.ts';
import type { ContextDeclaration } from '../model/context.ts';
import { policy } from '../model/policy.ts';
import { Add, Counted, counted, Counter, counters, Open, Put, Take } from './counters-under-test.ts';
import { Parking } from './parking.ts';
import { MetesError } from '../base/errors.ts';
import { memoryStore } from '../memory/index.ts';
import type { ParkedWrite } from './ports/batch.ts';
import type { ContextStore } from './ports/context-store.ts';
import { World, type WorldProcess } from './world-under-test.ts';
import { emptyBatch } from './ports/empty-batch.ts';

const isSource = (id: string): boolean => id.startsWith('src');

/** Copies what is counted on `src...` to `copy-src...`, unless `broken` says otherwise. */
function copying(broken: (note: string) => void = () => undefined) {
  return policy('copy', {
    when: Counted,
    then: (e) => {
      if (!isSource(e.id)) return undefined;
      broken(e.note);
      return new Put({ id: `copy-${e.id}`, by: e.by, note: e.note });
    },
  });
}

async function running(parts: Partial<ContextDeclaration>, seed = 1) {
  const world = new World([counters(parts)], seed);
  return { world, process: await world.start() };
}

const notes = async (process: WorldProcess, id: string) =>
  (await process.context('counters').reader.aggregate(Counter, id))?.notes;
const put = (process: WorldProcess, id: string, note: string) =>
  process.send('counters', new Put({ id, by: 1, note }));

describe('a message that fails', () => {
  it('holds back the later ones of its key and no others, and all come in order once it succeeds', async () => {
    let broken = true;
    const { world, process } = await running({
      policies: [
        copying((note) => {
          if (broken && note === '2') throw new RangeError('no');
        }),
      ],
    });
    for (let n = 1; n <= 5; n++)
      for (const id of ['src-a', 'src-b']) await put(process, id, id === 'src-a' ? `${n}` : `b${n}`);
    await world.time.until(async () => (await notes(process, 'copy-src-b'))?.length === 5);
    expect(await notes(process, 'copy-src-a')).toEqual(['1']);
    expect((await world.parked('counters')).map(({ state }) => state)).toEqual([
      'retrying',
      'waiting',
      'waiting',
      'waiting',
    ]);
    broken = false;
    await world.quiesce([process]);
    expect(await notes(process, 'copy-src-a')).toEqual(['1', '2', '3', '4', '5']);
    expect(await world.parked('counters')).toEqual([]);
  });

  it('holds back those of the same round', async () => {
    let broken = true;
    const { world, process } = await running({
      policies: [
        copying((note) => {
          if (broken && note === '1') throw new RangeError('no');
        }),
      ],
    });
    await Promise.all([1, 2, 3].map((n) => put(process, 'src', `${n}`)));
    await world.time.settle();
    expect(await notes(process, 'copy-src')).toBeUndefined();
    broken = false;
    await world.quiesce([process]);
    expect(await notes(process, 'copy-src')).toEqual(['1', '2', '3']);
  });

  it('becomes a dead letter with its cause after so many tries, and goes on in order when it is redriven', async () => {
    let broken = true;
    const { world, process } = await running({
      policies: [
        copying((note) => {
          if (broken && note === '2') throw new RangeError('out of range');
        }),
      ],
    });
    for (let n = 1; n <= 4; n++) await put(process, 'src', `${n}`);
    await world.quiesce([process]);
    expect(await notes(process, 'copy-src')).toEqual(['1']);
    const [dead, ...waiting] = await world.parked('counters');
    expect(dead).toMatchObject({
      state: 'dead',
      attempts: 8,
      key: 'src',
      reactions: ['copy'],
      cause: { code: 'RangeError', message: 'out of range' },
    });
    expect(dead?.cause?.stack).toContain('RangeError');
    expect(waiting.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    expect(world.journal).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'a message became a dead letter' }),
    );
    broken = false;
    expect(await world.store('counters').redrive({})).toBe(1);
    await world.quiesce([process]);
    expect(await notes(process, 'copy-src')).toEqual(['1', '2', '3', '4']);
  });

  it('is tried less and less often', async () => {
    const tries: number[] = [];
    const { world, process } = await running({
      policies: [
        copying(() => {
          tries.push(world.time.now());
          throw new RangeError('no');
        }),
      ],
    });
    await put(process, 'src', '1');
    await world.quiesce([process]);
    const seen = [...new Set(tries)];
    const pauses = seen.slice(1).map((at, index) => at - seen[index]!);
    expect(pauses).toHaveLength(7);
    expect(pauses.at(-1)).toBeGreaterThan(3_000);
    expect(pauses[0]).toBeLessThan(1_100);
  });

  it('keeps its place over a restart', async () => {
    let broken = true;
    const { world, process } = await running({
      policies: [
        copying((note) => {
          if (broken && note === '1') throw new RangeError('no');
        }),
      ],
    });
    await put(process, 'src', '1');
    await put(process, 'src', '2');
    await world.time.pass(10);
    process.kill();
    await world.time.pass(10_000);
    const next = await world.start();
    await put(next, 'src', '3');
    await world.time.pass(10);
    expect(await notes(next, 'copy-src')).toBeUndefined();
    broken = false;
    await world.quiesce([next]);
    expect(await notes(next, 'copy-src')).toEqual(['1', '2', '3']);
  });

  it('is at once a dead letter when the domain refuses it, and tells what to do when the policy knows', async () => {
    const thirteen = (refused: boolean) =>
      policy('copy', {
        when: Counted,
        then: (e) => (isSource(e.id) ? new Put({ id: `copy-${e.id}`, by: 13, note: e.note }) : undefined),
        ...(refused && {
          refused: (refusal: DomainRuleBroken, e: Counted) =>
            new Put({ id: `copy-${e.id}`, by: 1, note: refusal.rule }),
        }),
      });
    const plain = await running({ policies: [thirteen(false)] });
    await put(plain.process, 'src', '1');
    await plain.world.quiesce([plain.process]);
    expect(await plain.world.parked('counters')).toMatchObject([
      { state: 'dead', attempts: 1, cause: { code: 'DOMAIN_RULE_BROKEN' } },
    ]);
    const prepared = await running({ policies: [thirteen(true)] });
    await put(prepared.process, 'src', '1');
    await prepared.world.quiesce([prepared.process]);
    expect(await notes(prepared.process, 'copy-src')).toEqual(['Nobody counts thirteen']);
    expect(await prepared.world.parked('counters')).toEqual([]);
  });

  it('is set aside as well when only the store refuses what it leads to', async () => {
    const { world, process } = await running({
      policies: [
        policy('blow up', {
          when: Counted,
          then: (e) =>
            isSource(e.id)
              ? new Put({ id: `copy-${e.id}`, by: 1, note: e.note === '1' ? 'x'.repeat(1_100_000) : e.note })
              : undefined,
        }),
      ],
    });
    for (const [id, note] of [
      ['src-a', '1'],
      ['src-a', '2'],
      ['src-b', '3'],
    ] as const)
      await put(process, id, note);
    await world.quiesce([process]);
    expect(await world.parked('counters')).toMatchObject([
      { state: 'dead', cause: { code: 'METES_STORE_TOO_LARGE' } },
      { state: 'waiting' },
    ]);
    expect(await notes(process, 'copy-src-b')).toEqual(['3']);
  });

  it('does not keep those beyond a great number of dead letters from being tried again', async () => {
    let broken = true;
    const { world, process } = await running({
      policies: [
        policy('copy', {
          when: Counted,
          then: (e) => {
            if (!isSource(e.id)) return undefined;
            if (broken && e.id === 'src-last' && e.note === '1') throw new RangeError('no');
            return new Put({ id: `copy-${e.id}`, by: e.id === 'src-last' ? 1 : 13, note: e.note });
          },
        }),
      ],
    });
    await Promise.all(Array.from({ length: 1_200 }, (_, n) => put(process, `src-${n}`, 'x')));
    await put(process, 'src-last', '1');
    await put(process, 'src-last', '2');
    await world.time.pass(100);
    expect((await world.parked('counters')).filter(({ state }) => state === 'dead')).toHaveLength(1_200);
    process.kill();
    await world.time.pass(7_000);
    const next = await world.start();
    await put(next, 'src-last', '3');
    await world.time.pass(10);
    broken = false;
    await world.time.until(async () => (await notes(next, 'copy-src-last'))?.length === 3);
    expect(await notes(next, 'copy-src-last')).toEqual(['1', '2', '3']);
  });
});

describe('a try that nobody will ever end', () => {
  it('does not keep the message from being tried after a new beginning', async () => {
    const world = new World([counters()]);
    const tried: number[] = [];
    const subscription = 's';
    const parking = new Parking({
      subscription,
      store: world.store('counters'),
      timers: world.time,
      random: world.random,
      retry: defaultRetry,
      journal: { info: () => undefined, warn: () => undefined, error: () => undefined },
      again: ({ position }) => void tried.push(position),
    });
    const parked = {
      subscription,
      key: 'k',
      position: 7,
      eventId: 'e',
      message: {},
      reactions: [],
      state: 'retrying' as const,
      attempts: 1,
      dueInMs: 10,
    };
    await world.store('counters').commit({ ...emptyBatch, writer: 'w', sequence: 1, parked: [parked] });
    await parking.start();
    await world.time.pass(5_000);
    expect(tried).toEqual([7]);
    parking.stop();
    await world.time.pass(5_000);
    expect(tried).toEqual([7]);
    await parking.start();
    await world.time.pass(5_000);
    expect(tried).toEqual([7, 7]);
    parking.stop();
  });
});

describe('parking', () => {
  const entry = (position: number, parts: Partial<ParkedWrite> = {}): ParkedWrite => ({
    subscription: 's',
    key: 'k',
    position,
    eventId: 'e',
    message: {},
    reactions: [],
    state: 'waiting',
    attempts: 0,
    dueInMs: 0,
    ...parts,
  });

  function parkingOver(store: ContextStore, world: World) {
    const tried: { readonly position: number; readonly done: () => void }[] = [];
    const parking = new Parking({
      subscription: 's',
      store,
      timers: world.time,
      random: world.random,
      retry: defaultRetry,
      journal: { info: () => undefined, warn: () => undefined, error: () => undefined },
      again: ({ position }, done) => void tried.push({ position, done }),
    });
    return { parking, tried };
  }

  it('goes on behind a dead letter that somebody took out of the store by hand', async () => {
    const world = new World([counters()]);
    const store = world.store('counters');
    const parked = [entry(1, { state: 'dead' }), entry(2)];
    await store.commit({ ...emptyBatch, writer: 'w', sequence: 1, parked });
    const { parking, tried } = parkingOver(store, world);
    await parking.start();
    await world.time.pass(5_000);
    expect(tried).toEqual([]);
    const unparked = [{ subscription: 's', position: 1 }];
    await store.commit({ ...emptyBatch, writer: 'w', sequence: 2, unparked });
    await world.time.pass(1_100);
    expect(tried.map(({ position }) => position)).toEqual([2]);
    parking.stop();
  });

  it('asks a store that does not answer once a second, and goes on when it does', async () => {
    const world = new World([counters()]);
    let asked = 0;
    let broken = true;
    const store = memoryStore({
      context: 'counters',
      database: world.database,
      clock: world.time,
      faults: (operation, phase) => {
        if (operation !== 'parkedHeads' || phase === 'after') return;
        asked++;
        if (broken)
          throw new MetesError('METES_STORE_UNAVAILABLE', { context: 'counters', reason: 'planned' });
      },
    });
    await store.commit({ ...emptyBatch, writer: 'w', sequence: 1, parked: [entry(1)] });
    const { parking, tried } = parkingOver(store, world);
    await parking.start();
    await world.time.pass(10_000);
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(15);
    broken = false;
    await world.time.pass(1_100);
    expect(tried.map(({ position }) => position)).toEqual([1]);
    parking.stop();
  });

  it('does not try again what was handled while the store was being asked', async () => {
    const world = new World([counters()]);
    let release: (() => void) | undefined;
    let slow = false;
    const store = memoryStore({
      context: 'counters',
      database: world.database,
      clock: world.time,
      faults: (operation, phase) =>
        operation === 'parkedHeads' && phase === 'after' && slow
          ? new Promise<void>((resolve) => (release = resolve))
          : undefined,
    });
    const parked = [entry(1, { state: 'retrying' }), entry(2, { key: 'l', state: 'dead' })];
    await store.commit({ ...emptyBatch, writer: 'w', sequence: 1, parked });
    const { parking, tried } = parkingOver(store, world);
    await parking.start();
    await world.time.pass(10);
    expect(tried).toHaveLength(1);
    slow = true;
    await world.time.pass(1_000);
    const unparked = [{ subscription: 's', position: 1 }];
    await store.commit({ ...emptyBatch, writer: 'w', sequence: 2, unparked });
    parking.unparked('k', 1);
    tried[0]!.done();
    slow = false;
    release!();
    await world.time.pass(10);
    expect([tried.length, parking.count, parking.holds('k')]).toEqual([1, 1, false]);
    parking.stop();
  });
});

describe('of two policies on one event', () => {
  it('the first runs once, however often the second fails', async () => {
    let broken = true;
    const second = policy('second', {
      when: Counted,
      then: (e) => {
        if (isSource(e.id) && broken) throw new RangeError('no');
        return undefined;
      },
    });
    const { world, process } = await running({ policies: [copying(), second] });
    for (let n = 1; n <= 3; n++) await put(process, 'src', `${n}`);
    await world.quiesce([process]);
    expect(await notes(process, 'copy-src')).toEqual(['1']);
    expect((await world.parked('counters'))[0]).toMatchObject({ reactions: ['second'], state: 'dead' });
    broken = false;
    await world.store('counters').redrive({});
    await world.quiesce([process]);
    expect(await notes(process, 'copy-src')).toEqual(['1', '2', '3']);
  });
});

describe('the commands of one policy', () => {
  it('are each a transaction of its own: one that fails is set aside alone and redriven alone', async () => {
    const { world, process } = await running({
      policies: [
        policy('split', {
          when: Counted,
          then: (e) =>
            isSource(e.id)
              ? [
                  new Put({ id: 'left', by: 1, note: e.note }),
                  new Put({ id: 'left', by: 1, note: `${e.note}'` }),
                  new Take({ id: 'right', by: 1 }),
                ]
              : undefined,
        }),
      ],
    });
    await process.send('counters', new Put({ id: 'right', by: 1, note: 'r' }));
    await Promise.all(['1', '2'].map((note) => put(process, 'src', note)));
    await put(process, 'src-b', '3');
    await world.quiesce([process]);
    const all = ['1', "1'", '2', "2'", '3', "3'"];
    expect(await notes(process, 'left')).toEqual(all);
    expect(
      (await world.parked('counters')).map(({ key, state, reactions }) => [key, state, reactions]),
    ).toEqual([
      ['src', 'dead', ['split #3']],
      ['src-b', 'dead', ['split #3']],
    ]);
    await process.send('counters', new Add({ id: 'right', by: 5, note: 'more' }));
    await world.store('counters').redrive({});
    await world.quiesce([process]);
    expect(await world.parked('counters')).toEqual([]);
    expect(await notes(process, 'left')).toEqual(all);
  });

  it('may each do nothing', async () => {
    const { world, process } = await running({
      policies: [policy('nothing', { when: Counted, then: () => [] })],
    });
    await put(process, 'src', '1');
    await world.quiesce([process]);
    expect(await world.parked('counters')).toEqual([]);
  });
});

describe('a message that cannot be read', () => {
  it('waits as a dead letter until a build comes that knows its version', async () => {
    const v1 = contract('counters.counted', {
      v1: z.strictObject({ id: z.string(), by: z.int().max(100), note: z.string() }),
    });
    const reaction = (source: typeof counted) =>
      policy('copy', {
        when: source,
        then: (e) => (isSource(e.id) ? new Put({ id: `copy-${e.id}`, by: e.by, note: e.note }) : undefined),
      });
    const { world, process } = await running({
      policies: [reaction({ ...v1, read: (version, data) => v1.read(version + 1, data) })],
    });
    await process.send('counters', new Open({ id: 'src' }));
    await put(process, 'src', '1');
    await world.quiesce([process]);
    expect(await world.parked('counters')).toMatchObject([
      { state: 'dead', attempts: 1, cause: { code: 'METES_CONTRACT_VERSION_UNKNOWN' } },
      { state: 'waiting' },
    ]);
    await process.stop();
    const newer = new World([counters({ policies: [reaction(v1)] })]);
    Object.assign(newer, { database: world.database, time: world.time });
    const next = await newer.start();
    await newer.store('counters').redrive({});
    await newer.quiesce([next]);
    expect(await notes(next, 'copy-src')).toEqual(['open', '1']);
  });

  it('is a dead letter at once when an upcast fails', async () => {
    const v1 = counted.schemas.get(1)!;
    const failing = contract('counters.counted', {
      v1,
      v2: v1,
      upcast: {
        v1: () => {
          throw new RangeError('no rate of this day');
        },
      },
    });
    const { world, process } = await running({
      policies: [policy('copy', { when: failing, then: () => undefined })],
    });
    await put(process, 'src', '1');
    await world.quiesce([process]);
    expect(await world.parked('counters')).toMatchObject([
      { state: 'dead', attempts: 1, cause: { code: 'METES_CONTRACT_CAST_FAILED' } },
    ]);
  });

  it('is a dead letter that says so when its reaction is gone', async () => {
    const { world, process } = await running({
      policies: [
        copying(() => {
          throw new RangeError('no');
        }),
      ],
    });
    await put(process, 'src', '1');
    await world.time.pass(10);
    await process.stop();
    const newer = new World([
      counters({ policies: [policy('another name', { when: Counted, then: () => undefined })] }),
    ]);
    Object.assign(newer, { database: world.database, time: world.time });
    const next = await newer.start();
    await newer.quiesce([next]);
    expect(await newer.parked('counters')).toMatchObject([
      { state: 'dead', cause: { code: 'METES_RUNTIME_REACTION_UNKNOWN' } },
    ]);
  });
});
