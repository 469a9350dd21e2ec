import { observeBoundaries } from '../../start/boundary/boundary-state.ts';
import { trafficReport, type TrafficReport } from '../../start/boundary/traffic-report.ts';
import { type CliCommand, configOption, jsonOption } from '../command.ts';
import { loadSystem } from '../config-file.ts';
import { knownSystem, lookAtStores } from '../known-system.ts';
import { wholeNumber } from '../numbers.ts';
import { paint, printable } from '../paint.ts';
import { span, table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

/** `metes traffic`: what passes over the edges of the map. */
export const trafficCommand: CliCommand = {
  name: 'traffic',
  summary: 'compare what passes between contexts with the map',
  explanation: `Shows for every edge of the map how many messages have passed, when the last one came and who reads it in which
version. Says which edges were not used for a while, and what passes although the map does not expose it. The counts are
written every few seconds; what a process counted last is lost when it is killed. Reads the database only.
Exit code 1 when something passes that the map does not expose.`,
  options: [
    configOption,
    jsonOption,
    { name: 'days', value: 'number', about: 'After how many days without a message an edge is unused (30)' },
  ],
  examples: ['metes traffic', 'metes traffic --days 7', 'metes traffic --json'],
  run: async (typed, terminal) => {
    const days = wholeNumber('days', typed.value('days'), 36_500) ?? 30;
    const { map } = (await loadSystem(typed.value('config'), terminal, 'traffic')).definition;
    const known = await knownSystem(terminal);
    const observed = await lookAtStores(known, observeBoundaries);
    const report = trafficReport(map, observed, { now: Date.now(), days });
    terminal.out(typed.has('json') ? `${JSON.stringify(report)}\n` : text(report, terminal));
    return report.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};

function text({ edges, findings }: TrafficReport, { colours }: Pick<Terminal, 'colours'>): string {
  const { bold, red, yellow, green } = paint(colours);
  const rows = edges.map(({ contract, publisher, subscriber, messages, lastAt, readers, exposed }) => [
    printable(contract),
    `${publisher} -> ${subscriber}`,
    messages,
    lastAt === undefined ? 'never' : `${span(Date.now() - lastAt)} ago`,
    exposed
      ? readers.map(({ reaction, reads }) => `${reaction} (v${reads})`).join(', ') || 'read by nothing'
      : 'not on the map',
  ]);
  const said = findings.map(
    ({ code, severity, message, hint }) =>
      `${severity === 'error' ? red(code) : yellow(code)}: ${printable(message)}\n  ${printable(hint)}\n`,
  );
  return `${bold('Traffic')}\n${table([['contract', 'edge', 'messages', 'last', 'read by'], ...rows])}\n${
    said.length === 0
      ? `${green('As on the map')}: nothing passes beyond it, no edge is unused.\n`
      : said.join('')
  }`;
}
