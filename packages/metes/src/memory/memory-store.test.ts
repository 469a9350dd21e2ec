import { describe, it } from 'vitest';
import { MetesError } from '../base/errors.ts';
import { rigProjections, rigTallies, storeConformance } from '../testing/store-conformance.ts';
import { MemoryDatabase, memoryStore } from './index.ts';

describe('the store in memory', () => {
  it.each(storeConformance(memoryRig))('$name', ({ expectKept }) => expectKept());
});

async function memoryRig() {
  const database = new MemoryDatabase();
  let now = 1_700_000_000_000;
  let losing = false;
  return {
    open: async (settings: { answersKeptMs?: number } = {}) =>
      memoryStore({
        context: 'ordering',
        clock: { now: () => now },
        database,
        tallies: rigTallies,
        projections: rigProjections,
        ...settings,
        faults: (operation, phase) => {
          if (!losing || operation !== 'commit' || phase !== 'after') return;
          losing = false;
          throw new MetesError('METES_STORE_UNAVAILABLE', {
            context: 'ordering',
            reason: 'the answer was lost',
          });
        },
      }),
    pass: async (ms: number) => void (now += ms),
    loseNextAnswer: () => void (losing = true),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
