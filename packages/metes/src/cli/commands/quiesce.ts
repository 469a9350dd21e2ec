import { setTimeout as pause } from 'node:timers/promises';
import { MetesError } from '../../base/errors.ts';
import { reportSystem, type SystemReport } from '../../start/system-report.ts';
import { type CliCommand, configOption, jsonOption } from '../command.ts';
import { knownSystem, lookAtStores } from '../known-system.ts';
import { duration } from '../numbers.ts';
import { paint } from '../paint.ts';
import { count, span } from '../table.ts';

/** How long it must have been quiet, milliseconds: work between two commits shows in no store. */
const quietForMs = 250;

/** `metes quiesce`: waits until nothing is left to do. */
export const quiesceCommand: CliCommand = {
  name: 'quiesce',
  summary: 'wait until nothing is left to do',
  explanation: `Waits until the system has done all there is to do: every event read by every subscriber, nothing to retry, no timer
due. Ends with exit code 0 then, and with 1 when that takes longer than the timeout. Dead letters do not count: they
wait for a person. It does not keep new work from coming in.`,
  options: [{ name: 'timeout', value: 'time', about: 'How long to wait at most (default: 30s)' }, configOption, jsonOption],
  examples: ['metes quiesce', 'metes quiesce --timeout 2m --json'],
  run: async (typed, terminal) => {
    const timeoutMs = duration('timeout', typed.value('timeout') ?? '30s');
    const known = await knownSystem(terminal);
    const started = Date.now();
    return lookAtStores(known, async (stores) => {
      let quietSince: number | undefined;
      let before = '';
      let told = started;
      for (;;) {
        const report = await reportSystem(stores, known.processes);
        const now = JSON.stringify(Object.values(report.contexts).map((each) => [each.head, each.subscriptions]));
        if (!report.quiet || now !== before) quietSince = report.quiet ? Date.now() : undefined;
        before = now;
        if (quietSince !== undefined && Date.now() - quietSince >= quietForMs) return tell(report);
        const waited = Date.now() - started;
        if (waited > timeoutMs) throw new MetesError('METES_START_NOT_QUIET', { seconds: timeoutMs / 1_000, left: report.left.join('; ') || 'events still come in' });
        if (!typed.has('json') && Date.now() - told > 2_000) {
          told = Date.now();
          terminal.err(`  ${span(waited)}: ${report.left.join('; ') || 'events still come in'}\n`);
        }
        await pause(50);
      }
    });

    function tell(report: SystemReport): number {
      const ms = Date.now() - started;
      if (typed.has('json')) terminal.out(`${JSON.stringify({ quiet: true, ms, deadLetters: report.deadLetters, heads: Object.fromEntries(Object.entries(report.contexts).map(([name, each]) => [name, each.head])) })}\n`);
      else {
        const dead = report.deadLetters > 0 ? ` ${count(report.deadLetters, 'dead letter')} left: metes dead-letters list` : '';
        terminal.out(`${paint(terminal.colours).green('Quiet')} after ${span(ms)}.${dead}\n`);
      }
      return 0;
    }
  },
};
