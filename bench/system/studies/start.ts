import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeState } from 'metes/start';
import type { Say } from '../measure.ts';
import { memoryMb } from '../memory.ts';
import { stopOnSignal } from '../stop-on-signal.ts';
import { type Figure, figuresOf } from './figure.ts';
import { type StartedShop, startShop } from './started-shop.ts';
import type { Study } from './study.ts';
import type { StudyOptions } from './study-options.ts';

/** How long the shop takes to start, and what it weighs. */
export const start: Study = {
  name: 'start',
  about: 'the shop as `npm start` runs it, from an empty folder and again, until it says that it is ready',
  server: undefined,
  run: (options, _, say) => started(options, say),
};

interface Round {
  readonly firstMs: number;
  readonly againMs: number;
  readonly memoryMb: number | null;
}

async function started({ repeat, idleSeconds }: StudyOptions, say: Say): Promise<readonly Figure[]> {
  const rounds: Round[] = [];
  const wrong: string[] = [];
  let running: StartedShop | undefined;
  let folder: string | undefined;
  const clear = async (): Promise<void> => {
    await running?.stop();
    running = undefined;
    // The data of the database may lie elsewhere: the toolkit knows where.
    if (folder) await removeState(join(folder, 'state'));
    if (folder) await rm(folder, { recursive: true, force: true });
    folder = undefined;
  };
  stopOnSignal(say, clear);
  for (let round = 0; round < repeat && wrong.length === 0; round++) {
    try {
      folder = await mkdtemp(join(tmpdir(), 'metes-bench-'));
      const state = join(folder, 'state');
      running = await startShop(state);
      const firstMs = running.ms;
      await running.stop();
      running = await startShop(state);
      const againMs = running.ms;
      await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000));
      const memory = memoryMb(running.pid, 'VmRSS');
      rounds.push({ firstMs, againMs, memoryMb: memory });
      say(
        `start, ${round + 1} of ${repeat}: ${seconds(firstMs)} s, again ${seconds(againMs)} s, ${memory === null ? 'unknown' : Math.round(memory)} MB`,
      );
    } catch (error) {
      wrong.push(`it failed: ${(error as Error).message}`);
      say(`  void: ${wrong[0]}`);
    } finally {
      await clear();
    }
  }
  return figuresOf(
    'start',
    [
      {
        figure: 'from an empty folder to ready',
        unit: 's',
        samples: rounds.map((each) => each.firstMs / 1000),
        target: { atMost: 12 },
        digits: 2,
      },
      {
        figure: 'started again to ready',
        unit: 's',
        samples: rounds.map((each) => each.againMs / 1000),
        target: { atMost: 5 },
        digits: 2,
      },
      {
        figure: `memory of the process after ${idleSeconds} s`,
        unit: 'MB',
        samples: rounds.map((each) => each.memoryMb),
        target: { atMost: 220 },
      },
    ],
    wrong,
  );
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2);
