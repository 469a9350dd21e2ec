import { appendFile, mkdir } from 'node:fs/promises';
import type { RunOptions } from './arguments.ts';
import type { Machine } from './machine.ts';
import type { Measured } from './measure.ts';
import type { Point } from './point.ts';

const folder = new URL('../results/', import.meta.url);

/** Appends the points of a run to `bench/results/<workload>.jsonl`, each with its samples and all that it was made on. */
export async function saveResults(
  { workload, seconds, warmupSeconds, repeat, events }: RunOptions,
  points: readonly Point[],
  measured: readonly Measured[],
  machine: Machine,
): Promise<URL> {
  const file = new URL(`${workload}.jsonl`, folder);
  const lines = points.map((point) => {
    const found = measured.find(
      (each) => each.subject === point.subject && each.concurrency === point.concurrency,
    );
    return JSON.stringify({
      ...point,
      samples: found?.samples ?? [],
      run: { seconds, warmupSeconds, repeat, events },
      machine,
    });
  });
  await mkdir(folder, { recursive: true });
  await appendFile(file, `${lines.join('\n')}\n`);
  return file;
}
