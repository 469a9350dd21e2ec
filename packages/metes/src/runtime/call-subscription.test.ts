import { describe, expect, it } from 'vitest';
import type { Call, CallTry } from '../model/call.ts';
import { call } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import { port, provide } from '../model/port.ts';
import { emptyBatch } from './ports/empty-batch.ts';
import { Add, Counted, Counter, counters, Put } from './counters-under-test.ts';
import { World, type WorldProcess, type WorldProcessOptions } from './world-under-test.ts';

interface Outside {
  ask(note: string, attempt: CallTry): Promise<string>;
}
const outside = port<Outside>()('outside');

/** Asks the outside about everything counted on `src...` and writes the answer to `said-src...`. */
function asking(parts: Partial<Call> = {}): Call {
  return {
    ...call('ask', {
      when: Counted,
      through: outside,
      within: '2s',
      retry: { attempts: 3, first: '10ms', most: '50ms' },
      run: async (port, e, attempt) => (e.id.startsWith('src') ? port.ask(`${e.id}:${e.note}`, attempt) : ''),
      then: (answer, e): Command | undefined =>
        answer ? new Put({ id: `said-${e.id}`, by: 1, note: answer }) : undefined,
    }),
    ...parts,
  };
}

/** An outside whose answers come when the test says so. */
class Far implements Outside {
  readonly asked: {
    readonly note: string;
    readonly key: string;
    readonly attempt: number;
    readonly signal: AbortSignal;
  }[] = [];
  readonly open = new Map<
    string,
    { readonly answer: (text: string) => void; readonly fail: (error: Error) => void }
  >();
  most = 0;

  ask(note: string, { idempotencyKey, attempt, signal }: CallTry): Promise<string> {
    this.asked.push({ note, key: idempotencyKey, attempt, signal });
    return new Promise((resolve, reject) => {
      const end = () => void this.open.delete(note);
      this.open.set(note, {
        answer: (text) => (end(), resolve(text)),
        fail: (error) => (end(), reject(error)),
      });
      this.most = Math.max(this.most, this.open.size);
    });
  }

  answer(note: string): void {
    this.open.get(note)!.answer(`re ${note}`);
  }
}

async function running(
  far: Outside,
  options: Omit<WorldProcessOptions, 'ports'> & { readonly call?: Partial<Call> } = {},
) {
  const world = new World([counters({ calls: [asking(options.call)] })]);
  const start = () => world.start({ ...options, ports: [provide(outside, far)] });
  return { world, start, process: await start() };
}

const put = (process: WorldProcess, id: string, note: string) =>
  process.send('counters', new Put({ id, by: 1, note }));
const said = async (world: World, id: string) =>
  (await world.log('counters'))
    .filter(({ aggregateId }) => aggregateId === `said-${id}`)
    .map(({ data }) => (data as { note: string }).note);
const cursor = async (world: World) =>
  (await world.store('counters').cursors([{ subscription: 'counters.ask<-counters', start: 0 }]))[0];

describe('calls', () => {
  it('are made many at once, those of one aggregate one after the other', async () => {
    const far = new Far();
    const { world, process } = await running(far);
    for (const note of ['1', '2']) for (const id of ['src-a', 'src-b', 'src-c']) await put(process, id, note);
    await world.time.pass(10);
    expect([...far.open.keys()]).toEqual(['src-a:1', 'src-b:1', 'src-c:1']);
    far.answer('src-b:1');
    await world.time.pass(10);
    expect([...far.open.keys()]).toEqual(['src-a:1', 'src-c:1', 'src-b:2']);
    for (const note of ['src-b:2', 'src-c:1', 'src-a:1']) far.answer(note);
    await world.time.pass(10);
    for (const note of Array.from(far.open.keys())) far.answer(note);
    await world.quiesce([process]);
    for (const id of ['src-a', 'src-b', 'src-c'])
      expect(await said(world, id)).toEqual([`re ${id}:1`, `re ${id}:2`]);
  });

  it('are bounded in number', async () => {
    const far = new Far();
    const { world, process } = await running(far);
    await Promise.all(Array.from({ length: 200 }, (_, n) => put(process, `src-${n}`, '1')));
    for (let turn = 0; turn < 20; turn++) {
      await world.time.pass(5);
      for (const note of Array.from(far.open.keys())) far.answer(note);
    }
    await world.quiesce([process]);
    expect(far.most).toBe(64);
    expect(far.asked).toHaveLength(200);
  });

  it('that ended out of order are not made again after a restart, and those that had not are, under the same key', async () => {
    const far = new Far();
    const { world, process, start } = await running(far);
    for (const id of ['src-a', 'src-b', 'src-c', 'src-d']) await put(process, id, '1');
    await world.time.pass(10);
    far.answer('src-b:1');
    far.answer('src-d:1');
    await world.time.pass(10);
    expect(await cursor(world)).toMatchObject({ position: 0, handled: [2, 4, 5, 6] });
    process.kill();
    await world.time.pass(7_000);
    far.open.clear();
    const next = await start();
    await world.time.pass(10);
    expect([...far.open.keys()]).toEqual(['src-a:1', 'src-c:1']);
    const keys = (note: string) =>
      new Set(far.asked.filter((each) => each.note === note).map(({ key }) => key));
    expect([keys('src-a:1').size, keys('src-c:1').size]).toEqual([1, 1]);
    far.answer('src-c:1');
    far.answer('src-a:1');
    await world.quiesce([next]);
    for (const id of ['src-a', 'src-b', 'src-c', 'src-d'])
      expect(await said(world, id)).toEqual([`re ${id}:1`]);
    expect((await cursor(world))?.handled).toEqual([]);
  });

  it('have no effect from a process that others have taken over from', async () => {
    const far = new Far();
    const { world, process, start } = await running(far);
    for (const id of ['src-a', 'src-b']) await put(process, id, '1');
    await world.time.pass(10);
    process.freeze();
    const late = new Map(far.open);
    await world.time.pass(10_000);
    const next = await start();
    await world.time.pass(10);
    for (const note of ['src-b:1', 'src-a:1']) far.answer(note);
    await world.time.pass(100);
    process.thaw();
    for (const { answer } of late.values()) answer('too late');
    await world.quiesce([process, next]);
    for (const id of ['src-a', 'src-b']) expect(await said(world, id)).toEqual([`re ${id}:1`]);
  });

  it('are tried again under the same key, then recorded as failed', async () => {
    const far: Outside = { ask: () => Promise.reject(new RangeError('busy')) };
    const tries: CallTry[] = [];
    const { world, process } = await running(
      { ask: (note, attempt) => (tries.push(attempt), far.ask(note, attempt)) },
      {
        call: {
          failed: (error, e) =>
            new Put({ id: `said-${e.id}`, by: 1, note: `failed: ${(error as Error).message}` }),
        },
      },
    );
    await put(process, 'src', '1');
    await world.quiesce([process]);
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(tries.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(await said(world, 'src')).toEqual(['failed: busy']);
    expect(await world.parked('counters')).toEqual([]);
  });

  it('that always fail become dead letters, and hold back the later ones of their aggregate', async () => {
    let broken = true;
    const { world, process } = await running({
      ask: async (note) => {
        if (broken && note === 'src-a:1') throw new RangeError('busy');
        return `re ${note}`;
      },
    });
    for (const note of ['1', '2']) for (const id of ['src-a', 'src-b']) await put(process, id, note);
    await world.quiesce([process]);
    expect(await said(world, 'src-a')).toEqual([]);
    expect(await said(world, 'src-b')).toEqual(['re src-b:1', 're src-b:2']);
    expect((await world.parked('counters')).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['dead', 3],
      ['waiting', 0],
    ]);
    broken = false;
    await world.store('counters').redrive({});
    await world.quiesce([process]);
    expect(await said(world, 'src-a')).toEqual(['re src-a:1', 're src-a:2']);
  });

  it('are aborted when they take too long, and tried again', async () => {
    const far = new Far();
    const { world, process } = await running(far);
    await put(process, 'src', '1');
    await world.time.pass(1_999);
    expect(far.asked[0]?.signal.aborted).toBe(false);
    await world.time.pass(100);
    expect(far.asked.map(({ attempt, signal }) => [attempt, signal.aborted])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect((await world.parked('counters'))[0]?.cause?.code).toBe('METES_RUNTIME_CALL_TIMED_OUT');
    far.answer('src:1');
    await world.quiesce([process]);
    expect(await said(world, 'src')).toEqual(['re src:1']);
  });

  it('are aborted by a stop, which does not wait for them, and made again later', async () => {
    const far = new Far();
    const { world, process, start } = await running(far);
    await put(process, 'src', '1');
    await world.time.pass(10);
    const begin = world.time.now();
    await process.stop();
    expect(world.time.now() - begin).toBeLessThan(100);
    expect(far.asked[0]?.signal.aborted).toBe(true);
    const next = await start();
    await world.time.pass(10);
    far.answer('src:1');
    await world.quiesce([next]);
    expect(await said(world, 'src')).toEqual(['re src:1']);
  });

  it('keep their order and are all made when the subscription begins again in between', async () => {
    const far = new Far();
    const { world, process } = await running(far);
    for (const note of ['1', '2', '3', '4']) await put(process, 'src', note);
    await world.time.pass(10);
    // Somebody else moves the cursor and moves it back: the next commit of this process is refused.
    const store = world.store('counters');
    await store.commit({
      ...emptyBatch,
      writer: 'other',
      sequence: 1,
      cursors: [{ subscription: 'counters.ask<-counters', from: 0, to: 1 }],
    });
    far.answer('src:1');
    await world.time.pass(5);
    while (far.asked.length < 20 && (await said(world, 'src')).length < 3) {
      await world.time.pass(300);
      for (const note of Array.from(far.open.keys())) far.answer(note);
    }
    await world.quiesce([process]);
    expect(await said(world, 'src')).toEqual(['re src:2', 're src:3', 're src:4']);
  });

  it('under way are broken off when the subscription begins again, before they are made anew', async () => {
    const far = new Far();
    const { world, process } = await running(far);
    for (const id of ['src1', 'src2']) await put(process, id, '1');
    await world.time.pass(10);
    const cursors = [{ subscription: 'counters.ask<-counters', from: 0, to: 1 }];
    await world.store('counters').commit({ ...emptyBatch, writer: 'other', sequence: 1, cursors });
    far.answer('src1:1');
    await world.time.pass(1_000);
    expect(far.asked.filter(({ note }) => note === 'src2:1').map(({ signal }) => signal.aborted)).toEqual([
      true,
      false,
    ]);
    far.answer('src2:1');
    await world.quiesce([process]);
    expect(await said(world, 'src2')).toEqual(['re src2:1']);
  });

  it('whose result the domain refuses become dead letters', async () => {
    const { world, process } = await running(
      { ask: async (note) => note },
      {
        call: {
          then: (_, e) => (e.id.startsWith('src') ? new Add({ id: 'nowhere', by: 1, note: 'x' }) : undefined),
        },
      },
    );
    await put(process, 'src', '1');
    await world.quiesce([process]);
    expect(await world.parked('counters')).toMatchObject([
      { state: 'dead', attempts: 3, cause: { code: 'METES_RUNTIME_NOT_FOUND' } },
    ]);
    expect((await process.context('counters').reader.aggregate(Counter, 'src'))?.notes).toEqual(['1']);
  });
});
