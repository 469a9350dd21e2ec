import { isMetesError } from '../../base/errors.ts';
import { reportStatus, type StatusReport } from '../../start/system-report.ts';
import { type CliCommand, jsonOption, unreadConfigOption } from '../command.ts';
import { failureFacts } from '../failure.ts';
import { knownSystem, lookAtStores } from '../known-system.ts';
import { paint, printable } from '../paint.ts';
import { count, span, table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

/** `metes status`: how the system is doing. */
export const statusCommand: CliCommand = {
  name: 'status',
  summary: 'show what runs, what is on its way and what is stuck',
  explanation: `Shows how the system is doing, from any terminal: which processes run, how far each subscription is behind, which
messages wait for a retry or for a person, which timers are due, and what the contexts say that only a person can
settle. Reads the database only; it changes nothing. Exit code 0 when the system runs, 1 when it does not.`,
  options: [unreadConfigOption, jsonOption],
  examples: ['metes status', 'metes status --json'],
  run: async (typed, terminal) => {
    const known = await knownSystem(terminal, typed.value('config'));
    let report: StatusReport;
    try {
      report = await lookAtStores(known, (stores) => reportStatus(stores, known.processes));
    } catch (error) {
      if (!typed.has('json') || !isMetesError(error, 'METES_CLI_NOTHING_RUNS')) throw error;
      terminal.out(
        `${JSON.stringify({ running: false, processes: [], error: failureFacts(error, terminal) })}\n`,
      );
      return 1;
    }
    terminal.out(typed.has('json') ? `${JSON.stringify(report)}\n` : text(report, terminal));
    return report.running ? 0 : 1;
  },
};

function text(report: StatusReport, { colours, command }: Terminal): string {
  const { bold, green, yellow, red } = paint(colours);
  const parts: string[] = [];
  if (report.running) {
    const rows = report.processes.map(({ role, pid, url, contexts, startedAt }) => [
      role,
      `pid ${pid}`,
      `up ${span(Date.now() - startedAt)}`,
      url ?? '',
      contexts.join(' '),
    ]);
    parts.push(`${bold('Processes')}\n${table(rows)}`);
  } else parts.push(`${yellow('Nothing is running.')} What follows is what the database holds.\n`);

  const contexts = Object.entries(report.contexts).map(
    ([name, each]) =>
      [
        name,
        each.head,
        each.outbox,
        each.parked.retrying,
        each.parked.waiting,
        each.parked.dead,
        each.timers,
        each.timersDue,
      ] as const,
  );
  parts.push(
    `${bold('Contexts')}\n${table([['', 'events', 'unread', 'retrying', 'held back', 'dead', 'timers', 'due'], ...contexts])}`,
  );
  const behind = Object.values(report.contexts).flatMap((each) =>
    each.subscriptions
      .filter((one) => one.behind > 0)
      .map((one) => [one.subscription, `${count(one.behind, 'event')} behind`]),
  );
  if (behind.length > 0) parts.push(`${bold('Behind')}\n${table(behind)}`);
  parts.push(
    report.quiet
      ? `${green('Quiet')}: nothing is left to do.\n`
      : `${yellow('Busy')}: ${report.left.join('; ')}.\n`,
  );
  if (report.deadLetters > 0)
    parts.push(
      `${red(count(report.deadLetters, 'dead letter'))} wait${report.deadLetters === 1 ? 's' : ''} for a person: ${command} dead-letters list\n`,
    );
  if (report.attention.length > 0) parts.push(`${red('For a person to settle')}\n${attentionTable(report)}`);
  const { deprecations, refusals, refused } = report.boundary;
  if (deprecations.length > 0) {
    const rows = deprecations.map(({ contract, version, sunset, readers }) => [
      `${printable(contract)} v${version}`,
      `until ${sunset}`,
      readers.map((each) => `${each.reaction} in ${each.context}`).join(', ') || 'read by nobody',
    ]);
    parts.push(`${bold('Older versions that go out')}\n${table(rows)}`);
  }
  if (refused > 0) {
    const rows = refusals.map((each) => [
      each.count,
      each.code,
      each.context,
      printable(each.contract),
      `${span(Date.now() - each.lastAt)} ago`,
    ]);
    parts.push(`${red(`${count(refused, 'refusal')} at the boundaries`)}\n${table(rows)}`);
  }
  return parts.join('\n');
}

function attentionTable({ attention }: StatusReport): string {
  const rows = attention.flatMap(({ context, oldest, total }) => [
    ...oldest.map(({ subject, why, since }) => [
      context,
      printable(subject),
      since === 0 ? '' : span(Date.now() - since),
      printable(why).slice(0, 120),
    ]),
    ...(total > oldest.length ? [[context, `and ${total - oldest.length} more`, '', '']] : []),
  ]);
  return table(rows);
}
