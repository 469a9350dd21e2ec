import { readArguments } from './arguments.ts';
import { chaosRun, type ChaosReport } from './chaos-run.ts';

const usage = `npm run chaos [-- --kills 40] [--failpoints] [--seed 1] [--shoppers 8] [--json]

Starts the shop on data of its own, kills the whole process at random moments under load and starts it
again each time; with --failpoints it also dies once at every failpoint, before and after each durable
step. After that it has to become quiet, and stock, money, orders, logs and what the customers saw are
audited. The run is void when no work was under way or a failpoint was never reached.

  --kills n      kills at random moments (40; 0 for none)
  --failpoints   also one kill at every failpoint, each with an audit of its own
  --seed n       repeats the choices of another run (their timing is the machine's)
  --shoppers n   how many customers shop at the same time (8)
  --json         the whole report as one JSON object

Exit code 1 when an invariant is broken or the run is void.
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const read = readArguments(process.argv.slice(2), Date.now() % 1_000_000);
  if (read.problem !== undefined) {
    process.stderr.write(`${read.problem}\n\n${usage}`);
    return 2;
  }
  if (read.help) {
    process.stdout.write(usage);
    return 0;
  }
  const onProgress = (text: string): void => void process.stderr.write(`${text}\n`);
  const report = await chaosRun({ ...read.run, onProgress });
  process.stdout.write(read.json ? `${JSON.stringify(report)}\n` : inWords(report));
  return report.passed ? 0 : 1;
}

function inWords({
  seed,
  seconds,
  random,
  failpoints,
  findings,
  orders,
  breaches,
  ...rest
}: ChaosReport): string {
  const lines = [`Seed ${seed}, ${seconds} s.`];
  if (random) {
    lines.push(
      `${random.kills} kills at random moments: ${random.killsWithOpenOrders} met open orders (${random.openOrdersMet} in all), ${random.killsWithUndelivered} met reactions that were not recorded (${random.redelivered} delivered again).`,
      `${random.checkouts} checkouts, ${random.lostAnswers} lost answers, ${random.replayedAnswers} answers given again. Slowest restart ${random.slowestRestartMs} ms; quiet after ${random.verdict.quietAfterMs} ms.`,
    );
  }
  if (failpoints.length > 0) {
    const fired = failpoints.filter((each) => each.fired).length;
    const slowest = Math.max(...failpoints.map(({ verdict }) => verdict.quietAfterMs));
    lines.push(
      `${fired} of ${failpoints.length} failpoints killed the process; quiet after ${slowest} ms at most.`,
    );
  }
  lines.push(
    `${orders.confirmed} orders confirmed, ${orders.rejected} rejected, ${orders.other} unfinished.`,
  );
  for (const { name, says, checked, breaches: broken } of findings)
    lines.push(
      `${broken.length === 0 ? 'holds ' : 'BROKEN'}  ${name.padEnd(8)} ${says} (${checked} checked)`,
    );
  for (const breach of breaches.slice(0, 40)) lines.push(`BREACH: ${breach}`);
  for (const reason of rest.void) lines.push(`VOID: ${reason}`);
  lines.push(rest.passed ? 'Passed.' : 'Failed.');
  return `${lines.join('\n')}\n`;
}
