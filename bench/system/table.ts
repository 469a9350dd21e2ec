import { aligned } from './aligned.ts';
import type { Measured } from './measure.ts';
import type { Point } from './point.ts';
import { type Pressure, samePressure } from './pressure.ts';

/** The points as a person reads them: one table for each pressure, a column for each limit. */
export function table(points: readonly Point[], measured: readonly Measured[], unit: string): string {
  const pressures = points.filter(
    (point, index) => points.findIndex((each) => samePressure(each, point)) === index,
  );
  return pressures
    .map((pressure) => {
      const here = points.filter((each) => samePressure(each, pressure));
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
      return (
        titleOf(pressure, pressures.length) +
        aligned([[...head, ...limits.map((each) => `x ${each}`)], ...rows])
      );
    })
    .join('\n\n');
}

function titleOf({ concurrency, rate }: Pressure, count: number): string {
  if (rate !== undefined) return `${rate.toLocaleString('en')} arriving a second\n`;
  return count > 1 || concurrency > 1 ? `${concurrency} at once\n` : '';
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

function spread(measured: readonly Measured[], point: Point): string {
  const found = measured.find((each) => each.subject === point.subject && samePressure(each, point));
  const rates = (found?.samples ?? []).map((sample) => Math.round(sample.units / sample.seconds));
  return rates.length > 1 ? `${Math.min(...rates)}-${Math.max(...rates)}` : '-';
}
