import { describe, expect, it } from 'vitest';
import { counters, Put } from './counters-under-test.ts';
import { countingSystem } from './counting-under-test.ts';
import type { ContextStore } from './ports/context-store.ts';
import { emptyBatch } from './ports/empty-batch.ts';
import { World } from './world-under-test.ts';

/** A context, and one that follows from it. */
const followed = () => [counters(), countingSystem(() => undefined)[1]!];
const put = (id: string) => new Put({ id, by: 1, note: 'a' });

/** What a process asks of its stores in order to commit, one line each: `mirror begins 1`, the number of events last. */
function watched(store: ContextStore, told: string[]): ContextStore {
  const tell = (what: string, { events }: { readonly events: readonly unknown[] }) =>
    void told.push(`${store.context} ${what} ${events.length}`);
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'commit')
        return (batch: Parameters<ContextStore['commit']>[0]) => {
          tell('commits', batch);
          return target.commit(batch);
        };
      if (name === 'begin')
        return (batch: Parameters<ContextStore['commit']>[0]) => {
          tell('begins', batch);
          const begun = target.begin!(batch)!;
          return {
            ...begun,
            finish: () => {
              tell('finishes', batch);
              return begun.finish();
            },
            abandon: () => tell('abandons', batch),
          };
        };
      const found: unknown = Reflect.get(target, name, target);
      return typeof found === 'function' ? found.bind(target) : found;
    },
  });
}

/** A process whose commits of counters wait until they are let go. */
async function held(contexts = [counters()] as ConstructorParameters<typeof World>[0]) {
  const world = new World(contexts);
  const told: string[] = [];
  const waiting: (() => void)[] = [];
  let holding = false;
  const failing = { point: '' };
  const process = await world.start({
    failpoints: {
      pass: (point, context) =>
        point === failing.point && context === 'mirror'
          ? Promise.reject(new RangeError('planned'))
          : undefined,
    },
    store: (store) => watched(store, told),
    faults: async ({ context, operation, phase }) => {
      if (holding && context === 'counters' && operation === 'commit' && phase === 'before')
        await new Promise<void>((go) => waiting.push(go));
    },
  });
  await world.time.resolved(process.send('counters', put('src-first')));
  await world.quiesce([process]);
  told.length = 0;
  holding = true;
  const others = world.store('counters');
  return {
    world,
    process,
    told,
    failing,
    /** Somebody else changes the first counter. */
    interfere: () =>
      others.commit({
        ...emptyBatch,
        writer: 'other',
        sequence: 1,
        aggregates: [
          { type: 'Counter', id: 'src-first', expected: 1, version: 2, state: { total: 9, notes: [] } },
        ],
      }),
    letGo: async () => {
      holding = false;
      for (const go of waiting.splice(0)) go();
      await world.quiesce([process]);
    },
  };
}

describe('a round that has to wait', () => {
  it('for the one before it is carried out meanwhile, and finished when that has committed', async () => {
    const at = await held();
    void at.process.send('counters', put('src-first'));
    await at.world.time.pass(1);
    for (let n = 0; n < 40; n++) void at.process.send('counters', put(`c${n}`));
    await at.world.time.pass(1);
    expect(at.told).toEqual(['counters commits 1', 'counters begins 40']);
    await at.letGo();
    expect(at.told[2]).toBe('counters finishes 40');
  });

  it('for the one before it is abandoned when that is refused, and tried behind it again', async () => {
    const at = await held();
    const first = at.process.send('counters', put('src-first'));
    await at.world.time.pass(1);
    const sent = Array.from({ length: 40 }, (_, n) => at.process.send('counters', put(`c${n}`)));
    await at.world.time.pass(1);
    await at.interfere();
    await at.letGo();
    expect(at.told.slice(0, 4)).toEqual([
      'counters commits 1',
      'counters begins 40',
      'counters abandons 40',
      'counters commits 41',
    ]);
    expect((await at.world.time.resolved(Promise.all([first, ...sent]))).length).toBe(41);
  });

  it('for what it follows from is carried out meanwhile, and finished when that is confirmed', async () => {
    const at = await held(followed());
    void at.process.send('counters', put('src-first'));
    await at.world.time.pass(1);
    expect(at.told).toEqual(['counters commits 1', 'mirror begins 1']);
    await at.letGo();
    expect(at.told[2]).toBe('mirror finishes 1');
  });

  it('for what it follows from is abandoned when that is refused', async () => {
    const at = await held(followed());
    void at.process.send('counters', put('src-first'));
    await at.world.time.pass(1);
    expect(at.told).toEqual(['counters commits 1', 'mirror begins 1']);
    await at.interfere();
    await at.letGo();
    expect(at.told.filter((line) => line.startsWith('mirror')).slice(0, 2)).toEqual([
      'mirror begins 1',
      'mirror abandons 1',
    ]);
  });

  it('for what takes over a tenth of a second is abandoned, and committed later', async () => {
    const at = await held(followed());
    void at.process.send('counters', put('src-first'));
    await at.world.time.pass(99);
    expect(at.told.filter((line) => line.startsWith('mirror'))).toEqual(['mirror begins 1']);
    await at.world.time.pass(1);
    expect(at.told.filter((line) => line.startsWith('mirror'))).toEqual([
      'mirror begins 1',
      'mirror abandons 1',
    ]);
    await at.letGo();
    expect(at.told).toContain('mirror commits 1');
  });

  it('is abandoned when something fails before it is finished', async () => {
    const at = await held(followed());
    void at.process.send('counters', put('src-first'));
    await at.world.time.pass(1);
    at.failing.point = 'commit.before';
    const quiet = at.letGo();
    await at.world.time.pass(10);
    at.failing.point = '';
    await quiet;
    expect(at.told.filter((line) => line.startsWith('mirror')).slice(0, 2)).toEqual([
      'mirror begins 1',
      'mirror abandons 1',
    ]);
    expect((await at.world.log('mirror')).length).toBe(2);
  });

  it('for nothing is committed and not begun', async () => {
    const at = await held();
    void at.process.send('counters', put('other'));
    await at.letGo();
    expect(at.told[0]).toBe('counters commits 1');
    expect(at.told.filter((line) => line.includes('begins'))).toEqual([]);
  });
});
