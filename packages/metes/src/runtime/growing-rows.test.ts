import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { projection } from '../model/projection.ts';
import { MemoryDatabase, memoryStore } from '../memory/index.ts';
import { ManualTime } from '../testing/manual-time.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { Counted } from './counters-under-test.ts';
import { GrowingRows } from './growing-rows.ts';
import type { Message } from './message.ts';
import { Projector } from './projector.ts';

/** The notes of each counter; the note `gone` removes the row, and `look` leaves it. */
const notes = projection('notes', {
  row: z.strictObject({ notes: z.array(z.string()) }),
  on: (on) => [
    on(
      Counted,
      (e) => e.id,
      (row, e) => {
        if (e.note === 'look') return undefined;
        return e.note === 'gone' ? null : { notes: [...(row?.notes ?? []), e.note] };
      },
    ),
  ],
});

const counted = (position: number, id: string, note: string): Message => ({
  position,
  id: `event-${position}`,
  subject: id,
  sequence: position,
  time: 0,
  correlation: 'c',
  causation: 'c',
  event: { type: 'Counted', typeVersion: 1, data: { id, by: 1, note } },
  published: [],
});

async function growing(limits: { most: number; unwritten: number; portion: number }) {
  let commits = 0;
  let delayed = 0;
  const time = new ManualTime();
  const store = memoryStore({
    context: 'counters',
    database: new MemoryDatabase(),
    clock: time,
    projections: [notes],
    faults: async (operation, phase) => {
      if (operation !== 'commit' || phase !== 'before') return;
      commits++;
      // Slower than what reads: who reads before it was written is found out.
      for (let turn = 0; turn < 50; turn++) await Promise.resolve(delayed++);
    },
  });
  const generation = await store.beginGeneration('notes');
  const projector = new Projector(notes);
  const rows = new GrowingRows(notes, generation, { projector, store, writerId: 'rebuild' }, limits);
  return {
    rows,
    commits: () => commits,
    fold: async (messages: readonly Message[]) => {
      const touches = messages.map((message) => projector.touches(message));
      await rows.load(touches.flat());
      for (const each of touches) rows.fold(each);
      await rows.relieve();
    },
    written: (keys: readonly string[]) => store.rowsByKey('notes', generation, keys),
  };
}

describe('the rows of a generation in the making', () => {
  it.each([1, 2, 3, 4, 5])(
    'are the fold of the events, however few fit in memory (seed %i)',
    async (seed) => {
      const random = new SeededRandom(seed);
      const { rows, fold, written } = await growing({ most: 12, unwritten: 6, portion: 2 });
      const keys = Array.from({ length: 60 }, (_, n) => `c${n}`);
      const expected = new Map<string, { notes: string[] }>();
      for (let page = 0, position = 0; page < 120; page++) {
        const messages: Message[] = [];
        for (let n = random.below(8); n >= 0; n--) {
          const key = random.pick(keys);
          const note = random.chance(0.4) ? random.pick(['gone', 'look', 'look', 'look']) : `${++position}`;
          messages.push(counted(position, key, note));
          if (note === 'gone') expected.delete(key);
          else if (note !== 'look') expected.set(key, { notes: [...(expected.get(key)?.notes ?? []), note] });
        }
        await fold(messages);
      }
      await rows.writeAll();
      expect(await written(keys)).toEqual(keys.map((key) => expected.get(key)));
      expect(rows.count).toBe(expected.size);
    },
  );

  it('stay in memory until they are written, however many others are looked at meanwhile', async () => {
    const { rows, fold, written } = await growing({ most: 12, unwritten: 6, portion: 2 });
    await fold([counted(1, 'a', '1')]);
    for (let n = 2; n < 50; n++) await fold([counted(n, `c${n}`, 'look')]);
    await fold([counted(50, 'a', '2')]);
    await rows.writeAll();
    expect(await written(['a', 'c2'])).toEqual([{ notes: ['1', '2'] }, undefined]);
  });

  it('are written once when they fit, however often they change', async () => {
    const { rows, fold, commits, written } = await growing({ most: 100, unwritten: 50, portion: 20 });
    for (let page = 0; page < 40; page++)
      await fold(Array.from({ length: 40 }, (_, n) => counted(page * 40 + n, `c${n}`, `${page}`)));
    expect(commits()).toBe(0);
    await rows.writeAll();
    expect(commits()).toBe(2);
    expect((await written(['c39']))[0]).toEqual({
      notes: Array.from({ length: 40 }, (_, page) => `${page}`),
    });
  });
});
