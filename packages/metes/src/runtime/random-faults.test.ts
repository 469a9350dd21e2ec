import { describe, expect, it } from 'vitest';
import { MetesError } from '../base/errors.ts';
import type { Command } from '../model/command.ts';
import { provide } from '../model/port.ts';
import { countingSystem, isSource, outside } from './counting-under-test.ts';
import { Draw, Fill, pool, Put, Take } from './counters-under-test.ts';
import type { SeededRandom } from '../testing/seeded-random.ts';
import { World, type WorldProcess } from './world-under-test.ts';
import type { LogRecord } from './ports/log-record.ts';

/** A command that a client wants carried out, sent until somebody says how it went. */
interface Wish {
  readonly name: string;
  readonly command: Command;
  acknowledged: boolean;
}

/** Retries a wish on whatever process runs, under one key, as a client would. */
async function insist(
  world: World,
  running: () => readonly WorldProcess[],
  wish: Wish,
  over: () => boolean,
): Promise<void> {
  const idempotency = { principal: 'client', route: 'test', key: wish.name, fingerprint: wish.name };
  while (!over()) {
    const processes = running();
    if (processes.length > 0) {
      const sent = world.random
        .pick(processes)
        .send('counters', wish.command, { idempotency, correlation: wish.name, causation: wish.name });
      const late = new Promise<'late'>((resolve) => world.time.after(5_000, () => resolve('late')));
      const outcome = await Promise.race([
        sent.then(
          () => 'done' as const,
          (error: unknown) => error,
        ),
        late,
      ]);
      if (outcome === 'done') return void (wish.acknowledged = true);
      const passing = [
        'METES_STORE_UNAVAILABLE',
        'METES_RUNTIME_KEY_IN_PROGRESS',
        'METES_RUNTIME_STOPPING',
        'METES_RUNTIME_OVERLOADED',
        'METES_STORE_CONFLICT',
      ];
      if (outcome !== 'late' && !passing.includes((outcome as MetesError).code)) return;
    }
    await new Promise<void>((resolve) => world.time.after(50 + world.random.below(200), resolve));
  }
}

function wishes(random: SeededRandom, count: number): Wish[] {
  return Array.from({ length: count }, (_, n) => {
    const name = `w${n}`;
    const id = random.pick(['src-a', 'src-b', 'src-c', 'plain', 'due-a', 'due-b']);
    const kind = random.below(10);
    if (kind < 6) return { name, command: new Put({ id, by: 1, note: name }), acknowledged: false };
    if (kind < 7) return { name, command: new Take({ id, by: 1 }), acknowledged: false };
    if (kind < 8)
      return { name, command: new Fill({ id: `fill-${n}`, key: 'k', by: 5 }), acknowledged: false };
    return {
      name,
      command: new Draw({ id: `draw-${n}`, key: 'k', by: 1 + random.below(3) }),
      acknowledged: false,
    };
  });
}

interface Run {
  readonly world: World;
  readonly wishes: readonly Wish[];
  readonly seen: Record<string, number>;
}

/** A random workload under random faults, then calm. */
async function run(seed: number): Promise<Run> {
  let calm = false;
  const seen: Record<string, number> = {};
  const saw = (what: string): void => void (seen[what] = (seen[what] ?? 0) + 1);
  const world: World = new World(
    countingSystem((reaction) => {
      if (calm || !world.random.chance(0.08)) return;
      saw(`${reaction} failed`);
      throw new RangeError(`${reaction} by chance`);
    }),
    seed,
  );
  const { random, time } = world;
  const wait = (ms: number) => new Promise<void>((resolve) => time.after(ms, resolve));
  const ports = [
    provide(outside, {
      ask: async (note) => {
        await wait(calm ? 1 : random.below(random.chance(0.05) ? 4_000 : 100));
        if (!calm && random.chance(0.2)) throw new RangeError('the outside failed by chance');
        return `re ${note}`;
      },
    }),
  ];
  let trouble = 0.05;
  const faults = async ({ phase }: { readonly phase: 'before' | 'after' }): Promise<void> => {
    if (phase === 'before') await wait(random.below(8));
    if (calm || !random.chance(phase === 'before' ? trouble : trouble / 2)) return;
    saw(`store failed ${phase}`);
    throw new MetesError('METES_STORE_UNAVAILABLE', { context: 'any', reason: 'by chance' });
  };
  const all: WorldProcess[] = [];
  const alive = new Set<WorldProcess>();
  const begin = (): void => {
    const options = {
      ports,
      faults,
      runtime: {
        batch: random.pick([1, 4, 256]),
        liveAggregates: random.pick([2, 10_000]),
        commitsAtOnce: random.pick([1, 2]),
        rememberedAnswers: random.pick([1, 10_000]),
        rowsInMemory: random.pick([1, 4, 20_000]),
      },
    };
    void world.start(options).then((process) => {
      all.push(process);
      for (const { outlet } of process.contexts)
        outlet.onAssumed(({ restsOn }) => {
          restsOn.onSettled(() => saw(restsOn.isRefuted ? 'assumed wrongly' : 'assumed rightly'));
          void restsOn.whilePrompt().then(() => restsOn.isLate && saw('assumed and late'));
        });
      alive.add(process);
    });
  };
  begin();
  await wait0(world);
  const wanted = wishes(random, 60);
  const clients = wanted.map(async (wish) => {
    await wait(random.below(15_000));
    await insist(
      world,
      () => [...alive],
      wish,
      () => calm && time.now() > calmAt + 60_000,
    );
  });
  let calmAt = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 12; turn++) {
    await time.pass(random.below(3_000));
    trouble = random.pick([0, 0.05, 0.3]);
    const victim = alive.size > 0 ? random.pick([...alive]) : undefined;
    const event = random.pick(['kill', 'stop', 'freeze', 'start', 'start', 'rebuild'] as const);
    saw(event);
    if (event === 'start' || !victim) begin();
    else if (event === 'rebuild')
      void victim
        .context('counters')
        .rebuild('totals')
        .catch(() => saw('rebuild failed'));
    else {
      alive.delete(victim);
      if (event === 'kill') victim.kill();
      else if (event === 'stop') void Promise.all(victim.contexts.map((each) => each.stop()));
      else {
        victim.freeze();
        time.after(random.below(15_000), () => {
          victim.thaw();
          alive.add(victim);
        });
      }
    }
  }
  calm = true;
  calmAt = time.now();
  await time.pass(20_000);
  if (alive.size === 0) begin();
  await time.pass(20_000);
  await world.store('counters').redrive({});
  await time.resolved(Promise.all(clients), 200_000);
  await world.quiesce([...alive], 400_000);
  return { world, wishes: wanted, seen };
}

const wait0 = (world: World): Promise<void> => world.time.pass(10);

const noteOf = (record: LogRecord): string => (record.data as { note?: string }).note ?? '';

/** What must hold after any run. */
async function check({ world, wishes: wanted }: Run): Promise<void> {
  const logs = { counters: await world.log('counters'), mirror: await world.log('mirror') };
  const notes = (context: 'counters' | 'mirror', id: string) =>
    logs[context].filter((each) => each.aggregateId === id && each.type === 'Counted').map(noteOf);
  // I13: the events of an aggregate have the versions 1..n, and n is the version that the store has of it.
  for (const [context, log] of Object.entries(logs)) {
    expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
    const ids = [...new Set(log.map(({ aggregateId }) => aggregateId))];
    for (const id of ids) {
      const versions = log.filter(({ aggregateId }) => aggregateId === id).map(({ version }) => version);
      expect(versions).toEqual(versions.map((_, index) => index + 1));
      const [found] = await world.store(context).aggregates([{ type: 'Counter', id, eventSourced: false }]);
      expect(found?.version).toBe(versions.length);
    }
  }
  // I9, I11, I12: what was acknowledged happened once; nothing happened twice.
  const done = new Map<string, number>();
  for (const { causation } of logs.counters)
    if (causation.startsWith('w')) done.set(causation, (done.get(causation) ?? 0) + 1);
  for (const { name, acknowledged } of wanted)
    expect([name, done.get(name) ?? 0]).toEqual([name, acknowledged ? 1 : expect.any(Number)]);
  for (const [name, times] of done) expect([name, times]).toEqual([name, 1]);
  // I15, I16: every reaction to every event took effect once, in the order of the events.
  for (const id of ['src-a', 'src-b', 'src-c']) {
    const source = notes('counters', id);
    for (const copy of [
      notes('counters', `copy-${id}`),
      notes('counters', `twin-${id}`),
      notes('counters', `echo-${id}`),
      notes('mirror', `mirror-${id}`),
    ])
      expect(copy).toEqual(source);
    expect(notes('counters', `said-${id}`)).toEqual(source.map((note) => `re ${note}`));
  }
  // I17: every event has its cause, and none is its own.
  const ids = new Set([...logs.counters, ...logs.mirror].map(({ id }) => id));
  for (const { id, causation, correlation } of [...logs.counters, ...logs.mirror]) {
    expect(causation.startsWith('w') || ids.has(causation)).toBe(true);
    expect([causation === id, correlation.startsWith('w')]).toEqual([false, true]);
  }
  // I19: a deadline is answered at most once for each time it was started, and was cancelled if it was not.
  for (const id of ['due-a', 'due-b']) {
    const starts = new Set(notes('counters', id));
    const late = notes('counters', `late-${id}`);
    expect(new Set(late).size).toBe(late.length);
    for (const note of late) expect(starts).toContain(note);
    const last = logs.counters.filter(({ aggregateId }) => aggregateId === id).at(-1);
    if (last?.type === 'Counted') expect(late.length).toBeGreaterThan(0);
  }
  // I20: rows are the fold of the events.
  for (const id of new Set(logs.counters.map(({ aggregateId }) => aggregateId))) {
    expect(await world.store('counters').row('totals', id)).toEqual({ notes: notes('counters', id) });
    const seen = await world.store('mirror').row('seen', id);
    expect([id, seen]).toEqual([id, { notes: notes('counters', id) }]);
  }
  // I1: nothing of a tally comes from nowhere or goes there.
  const [held] = await world.store('counters').tallies([{ tally: pool.tally, key: 'k' }]);
  const filled = logs.counters.filter(({ aggregateId }) => aggregateId.startsWith('fill-')).length * 5;
  const drawn = logs.counters
    .filter(({ aggregateId }) => aggregateId.startsWith('draw-'))
    .reduce((sum, each) => sum + (each.data as { by: number }).by, 0);
  expect(held).toEqual([filled - drawn, drawn]);
  // I23: nothing was given up on.
  expect(await world.parked('counters')).toEqual([]);
  expect(await world.parked('mirror')).toEqual([]);
  expect(logs.counters.some(({ aggregateId }) => isSource(aggregateId))).toBe(true);
}

describe('under random faults, restarts and freezes', () => {
  const seen: Record<string, number> = {};

  it.each(Array.from({ length: Number(process.env['METES_SEEDS'] ?? 30) }, (_, seed) => seed))(
    'every promise holds (seed %i)',
    async (seed) => {
      const done = await run(seed);
      await check(done);
      for (const [what, times] of Object.entries(done.seen)) seen[what] = (seen[what] ?? 0) + times;
    },
    60_000,
  );

  it('all planned faults were met', () => {
    for (const what of [
      'kill',
      'stop',
      'freeze',
      'start',
      'rebuild',
      'store failed before',
      'store failed after',
      'copy failed',
      'echo failed',
      'mirror failed',
      'totals failed',
      'seen failed',
      'late failed',
      'assumed rightly',
      'assumed wrongly',
      'assumed and late',
    ]) {
      expect([what, seen[what] ?? 0]).toEqual([what, expect.any(Number)]);
      expect(seen[what] ?? 0).toBeGreaterThan(0);
    }
  });
});
