import { appendFile, mkdir } from 'node:fs/promises';
import type { RunOptions } from './arguments.ts';
import { home } from './home.ts';
import type { Machine } from './machine.ts';
import type { Measured } from './measure.ts';
import type { Point } from './point.ts';
import { samePressure } from './pressure.ts';
import type { Figure } from './studies/figure.ts';
import type { StudyOptions } from './studies/study-options.ts';

const folder = new URL('results/', home);

/** Appends the points of a run to `bench/results/<workload>.jsonl`, each with its samples and all that it was made on. */
export async function saveResults(
  { workload, seconds, warmupSeconds, repeat, events }: RunOptions,
  points: readonly Point[],
  measured: readonly Measured[],
  machine: Machine,
): Promise<URL> {
  const lines = points.map((point) => {
    const found = measured.find((each) => each.subject === point.subject && samePressure(each, point));
    return JSON.stringify({
      ...point,
      samples: found?.samples ?? [],
      run: { seconds, warmupSeconds, repeat, events },
      machine,
    });
  });
  return append(workload, lines);
}

/** Appends the figures of a study to `bench/results/<study>.jsonl`, with all that they were made on. */
export function saveFigures(
  options: StudyOptions,
  figures: readonly Figure[],
  machine: Machine,
): Promise<URL> {
  return append(
    options.study,
    figures.map((figure) => JSON.stringify({ ...figure, run: options, machine })),
  );
}

async function append(name: string, lines: readonly string[]): Promise<URL> {
  const file = new URL(`${name}.jsonl`, folder);
  await mkdir(folder, { recursive: true });
  await appendFile(file, `${lines.join('\n')}\n`);
  return file;
}
