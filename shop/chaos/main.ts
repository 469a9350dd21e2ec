import { parseArgs } from 'node:util';
import { chaosRun, type ChaosReport } from './chaos-run.ts';

const usage = `npm run chaos [-- --kills 40] [--seed 1] [--shoppers 8] [--json]

Starts the shop on data of its own, kills it at random moments under load, starts it again each time,
waits until it is quiet and audits stock, money, orders and logs. Exit code 1 when an invariant is
broken or when the run proves nothing.
`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '40' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    shoppers: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
} else {
  const onProgress = (text: string): void => void process.stderr.write(`${text}\n`);
  const report = await chaosRun({ kills: whole(values.kills), seed: whole(values.seed), shoppers: whole(values.shoppers), onProgress });
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : inWords(report));
  process.exitCode = report.passed ? 0 : 1;
}

function whole(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  process.stderr.write(`"${text}" is not a whole number.\n\n${usage}`);
  process.exit(2);
}

function inWords(report: ChaosReport): string {
  const { orders, findings } = report;
  const lines = [
    `${report.kills} kills (seed ${report.seed}): ${report.killsWithOpenOrders} met open orders, ${report.killsWithUndelivered} met undelivered events (${report.redelivered} in all).`,
    `${report.checkouts} checkouts, ${report.lostAnswers} lost answers, ${report.replayedAnswers} answers given again; ${orders.confirmed} confirmed, ${orders.rejected} rejected, ${orders.other} unfinished.`,
    `Slowest restart ${report.slowestRestartMs} ms; quiet after ${report.quietAfterMs} ms.`,
    ...findings.map(({ name, says, checked, breaches }) => `${breaches.length === 0 ? 'holds ' : 'BROKEN'}  ${name.padEnd(8)} ${says} (${checked} checked)${breaches.slice(0, 5).map((each) => `\n          ${each}`).join('')}`),
    ...report.void.map((reason) => `VOID: ${reason}`),
    report.passed ? 'Passed.' : 'Failed.',
  ];
  return `${lines.join('\n')}\n`;
}
