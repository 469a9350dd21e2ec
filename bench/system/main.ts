import { fileURLToPath } from 'node:url';
import { readArguments, type RunOptions } from './arguments.ts';
import { help } from './help.ts';
import { busyWarning, describeMachine, machineOf } from './machine.ts';
import { measure, type Say } from './measure.ts';
import { installPeers, skippedWarning } from './peers/installing.ts';
import { nodeOfRun, runUnder } from './peers/node-of-run.ts';
import { peerSubjects } from './peers/workload.ts';
import { pointsOf } from './point.ts';
import { saveResults } from './results.ts';
import { type BenchServer, startServer } from './server.ts';
import { table } from './table.ts';
import { chosen, workloadOf } from './workloads.ts';

const say: Say = (text) => void process.stderr.write(`${text}\n`);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const request = readArguments(args);
  if (request.kind === 'help') {
    process.stdout.write(help());
    return 0;
  }
  if (request.kind === 'wrong') return refuse(request.message);
  const { options } = request;
  const workload = workloadOf(options);
  const { subjects, unknown } = chosen<unknown>(workload.subjects, options.subjects);
  if (unknown.length > 0) {
    const known = workload.subjects.map((each) => each.name).join(', ');
    return refuse(
      `${workload.name} has no subject ${unknown.map((each) => `"${each}"`).join(', ')}; it has ${known}`,
    );
  }
  const names = new Set(subjects.map((each) => each.name));
  let notes: readonly string[] = [];
  if (options.workload === 'peers') {
    const node = await nodeOfRun(process.versions.node, options.getNode, say);
    if (node.kind === 'none') return refuse(node.message);
    if (node.kind === 'other') {
      say(
        `Node ${process.versions.node} is too old for the peers: the whole run goes on under ${node.program}`,
      );
      return runUnder(node.program, fileURLToPath(import.meta.url), args);
    }
    const asked = peerSubjects.map((each) => each.name).filter((name) => names.has(name));
    const { skipped } = await installPeers(asked, say);
    for (const { peer } of skipped) names.delete(peer);
    const note = skippedWarning(skipped, asked.length);
    if (note) say(note);
    if (asked.length > 0 && skipped.length === asked.length) return 1;
    notes = note ? [note] : [];
  }
  const starting = startServer(say);
  stopOnSignal(starting);
  const server = await starting;
  try {
    return await run(options, names, server, notes);
  } finally {
    await server.stop();
  }
}

async function run(
  options: RunOptions,
  names: ReadonlySet<string>,
  server: BenchServer,
  notes: readonly string[],
): Promise<number> {
  const workload = workloadOf(options);
  const machine = await machineOf(server);
  const warning = busyWarning(machine);
  if (warning) say(warning);
  const measured = await measure(workload, names, options, server, say);
  const points = pointsOf(options.workload, measured);
  if (options.json) {
    for (const point of points) process.stdout.write(`${JSON.stringify(point)}\n`);
  } else {
    const times =
      workload.kind === 'loop'
        ? `${options.seconds} s each after ${options.warmupSeconds} s of warm-up, `
        : '';
    const repeats = options.repeat > 1 ? `medians of ${options.repeat}` : 'measured once';
    process.stdout.write(`${workload.name}: ${workload.about}\n${times}${repeats}, subjects in turn\n`);
    process.stdout.write(`${describeMachine(machine)}\n\n${table(points, measured, workload.unit)}\n`);
    for (const note of warning ? [...notes, warning] : notes) process.stdout.write(`\n${note}\n`);
  }
  if (options.save)
    say(`appended to ${fileURLToPath(await saveResults(options, points, measured, machine))}`);
  return points.some((each) => each.void) ? 1 : 0;
}

function refuse(message: string): number {
  say(`${message}\nTry: npm run bench -- --help`);
  return 2;
}

/** Ctrl-C ends the server and removes its folder; a second one does not wait for that. */
function stopOnSignal(starting: Promise<BenchServer>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      say(`${signal}: stops PostgreSQL`);
      void starting
        .then((server) => server.stop())
        .catch(() => undefined)
        .then(() => process.exit(130));
    });
  }
}
