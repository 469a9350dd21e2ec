import { svgOf } from './plot/plot.ts';
import { type SoakSample, totalsOf } from './sample.ts';

/** The samples of a soak as a picture (SVG). */
export function pictureOf(samples: readonly SoakSample[], clients: number, foreignFrom?: number): string {
  const growing = samples.map((each) => totalsOf(each, 'growing'));
  const bounded = samples.map((each) => totalsOf(each, 'bounded'));
  return svgOf({
    title: `Placing orders, ${clients} clients, one after another`,
    minutes: samples.map((each) => each.seconds / 60),
    ...(foreignFrom === undefined
      ? {}
      : { mark: { minute: foreignFrom / 60, label: 'a foreign transaction stays open from here on' } }),
    panels: [
      {
        title: 'Throughput',
        unit: 'orders/s',
        lines: [{ label: 'confirmed or rejected', values: samples.map((each) => each.perSecond) }],
      },
      {
        title: 'Latency, request to end',
        unit: 'ms',
        lines: [
          { label: 'p99', values: samples.map((each) => each.p99Ms) },
          { label: 'p50', values: samples.map((each) => each.p50Ms) },
        ],
      },
      {
        title: 'Memory',
        unit: 'MB',
        lines: [
          { label: 'Node', values: samples.map((each) => each.nodeMb) },
          { label: 'heap of Node', values: samples.map((each) => each.heapMb) },
          { label: 'PostgreSQL, not shared', values: samples.map((each) => each.backendsMb) },
        ],
      },
      {
        title: 'Tables that grow with every order, and WAL',
        unit: 'MB',
        lines: [
          { label: 'WAL written', values: samples.map((each) => each.walMb) },
          { label: 'tables', values: growing.map((each) => each.tableMb) },
          { label: 'their indexes', values: growing.map((each) => each.indexMb) },
        ],
      },
      {
        title: 'Tables that must not grow',
        unit: 'MB',
        lines: [{ label: 'with their indexes', values: bounded.map((each) => each.tableMb + each.indexMb) }],
      },
      {
        title: 'Dead rows of tables that grow',
        unit: 'rows',
        lines: [{ label: 'log, aggregates, ...', values: growing.map((each) => each.dead) }],
      },
      {
        title: 'Dead rows of tables that must not grow',
        unit: 'rows',
        lines: [{ label: 'cursors, tallies, ...', values: bounded.map((each) => each.dead) }],
      },
    ],
  });
}
