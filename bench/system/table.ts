import type { Measured } from './measure.ts';
import type { Point } from './point.ts';

/** The points as a person reads them: one table for each concurrency, a column for each limit. */
export function table(points: readonly Point[], measured: readonly Measured[], unit: string): string {
  const concurrencies = [...new Set(points.map((each) => each.concurrency))];
  return concurrencies
    .map((concurrency) => {
      const here = points.filter((each) => each.concurrency === concurrency);
      const limits = [...new Set(here.flatMap((each) => Object.keys(each.ratios)))];
      const head = [
        'subject',
        `${unit}/s`,
        'min-max',
        'p50 ms',
        'p99 ms',
        `CPU ms/${unit.replace(/s$/, '')}`,
      ];
      const rows = here.map((point) => cells(point, spread(measured, point), limits));
      const title = concurrencies.length > 1 || concurrency > 1 ? `${concurrency} at once\n` : '';
      return title + aligned([[...head, ...limits.map((each) => `x ${each}`)], ...rows]);
    })
    .join('\n\n');
}

function cells(point: Point, range: string, limits: readonly string[]): readonly string[] {
  if (point.void) return [point.subject, `void: ${point.void.join('; ')}`];
  return [
    point.subject,
    Math.round(point.perSecond ?? 0).toLocaleString('en'),
    range,
    point.p50Ms?.toFixed(2) ?? '-',
    point.p99Ms?.toFixed(2) ?? '-',
    point.cpuMsPerUnit?.toFixed(point.cpuMsPerUnit < 0.1 ? 4 : 3) ?? '-',
    ...limits.map((limit) => point.ratios[limit]?.toFixed(2) ?? '-'),
  ];
}

function spread(measured: readonly Measured[], { subject, concurrency }: Point): string {
  const found = measured.find((each) => each.subject === subject && each.concurrency === concurrency);
  const rates = (found?.samples ?? []).map((sample) => Math.round(sample.units / sample.seconds));
  return rates.length > 1 ? `${Math.min(...rates)}-${Math.max(...rates)}` : '-';
}

/** Columns under each other: the first to the left, figures to the right, a void line as it is. */
function aligned(rows: readonly (readonly string[])[]): string {
  const whole = rows.filter((row) => row.length === rows[0]!.length);
  const widths = rows[0]!.map((_, column) => Math.max(...whole.map((row) => row[column]!.length)));
  const first = Math.max(widths[0]!, ...rows.map((row) => row[0]!.length));
  return rows
    .map((row) => {
      const [name, ...rest] = row;
      const figures =
        row.length === rows[0]!.length ? rest.map((cell, index) => cell.padStart(widths[index + 1]!)) : rest;
      return [name!.padEnd(first), ...figures].join('  ').trimEnd();
    })
    .join('\n');
}
