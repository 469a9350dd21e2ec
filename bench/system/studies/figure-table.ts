import { aligned } from '../aligned.ts';
import type { Figure, Target } from './figure.ts';

/** The figures as a person reads them, each with its target. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((each) => [
    each.figure,
    each.value === null ? '-' : each.value.toLocaleString('en'),
    each.unit,
    spread(each.samples),
    each.target ? spoken(each.target) : '-',
    verdict(each),
  ]);
  const table = aligned([['figure', 'median', 'unit', 'min-max', 'target', 'target met'], ...rows]);
  const reasons = [...new Set(figures.flatMap((each) => each.void ?? []))];
  return reasons.length > 0 ? `${table}\n\nvoid: ${reasons.join('; ')}` : table;
}

function spoken(target: Target): string {
  return 'atMost' in target
    ? `at most ${target.atMost.toLocaleString('en')}`
    : `at least ${target.atLeast.toLocaleString('en')}`;
}

function verdict({ void: wrong, target, met }: Figure): string {
  if (wrong) return 'void';
  if (!target) return '-';
  if (met === null || met === undefined) return 'cannot be told';
  return met ? 'yes' : 'NO';
}

function spread(samples: Figure['samples']): string {
  const known = samples.filter((each) => each !== null);
  if (known.length < 2) return '-';
  return `${Math.min(...known).toLocaleString('en')}-${Math.max(...known).toLocaleString('en')}`;
}
