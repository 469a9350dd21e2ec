import type { SystemReport } from '../../start/system-report.ts';
import { untilQuiet } from '../../start/until-quiet.ts';
import { type CliCommand, jsonOption, unreadConfigOption } from '../command.ts';
import { knownSystem, lookAtStores } from '../known-system.ts';
import { duration } from '../numbers.ts';
import { paint } from '../paint.ts';
import { count, span } from '../table.ts';
import type { Terminal } from '../terminal.ts';

/** `metes quiesce`: waits until nothing is left to do. */
export const quiesceCommand: CliCommand = {
  name: 'quiesce',
  summary: 'wait until nothing is left to do',
  explanation: `Waits until the system has done all there is to do: every event read by every subscriber, nothing to retry, no timer
due. Ends with exit code 0 then, and with 1 when that takes longer than the timeout. Dead letters do not count: they
wait for a person. It does not keep new work from coming in.`,
  options: [
    { name: 'timeout', value: 'time', about: 'How long to wait at most (default: 30s)' },
    unreadConfigOption,
    jsonOption,
  ],
  examples: ['metes quiesce', 'metes quiesce --timeout 2m --json'],
  run: async (typed, terminal) => {
    const timeoutMs = duration('timeout', typed.value('timeout') ?? '30s');
    const json = typed.has('json');
    const known = await knownSystem(terminal, typed.value('config'));
    const started = performance.now();
    const onWait = (waitedMs: number, left: string): void => {
      if (!json) terminal.err(`  ${span(waitedMs)}: ${left}\n`);
    };
    const report = await lookAtStores(known, (stores) =>
      untilQuiet(stores, known.processes, { timeoutMs, onWait }),
    );
    const ms = Math.round(performance.now() - started);
    terminal.out(
      json
        ? `${JSON.stringify(forPrograms(report, ms))}\n`
        : `${paint(terminal.colours).green('Quiet')} after ${span(ms)}.${leftover(report, terminal)}\n`,
    );
    return 0;
  },
};

function forPrograms(report: SystemReport, ms: number): Readonly<Record<string, unknown>> {
  const heads = Object.fromEntries(Object.entries(report.contexts).map(([name, each]) => [name, each.head]));
  return { quiet: true, ms, deadLetters: report.deadLetters, heads };
}

function leftover({ deadLetters }: SystemReport, { command }: Terminal): string {
  return deadLetters > 0 ? ` ${count(deadLetters, 'dead letter')} left: ${command} dead-letters list` : '';
}
