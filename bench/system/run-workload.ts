import { fileURLToPath } from 'node:url';
import type { RunOptions } from './arguments.ts';
import { busyWarning, describeMachine, machineOf } from './machine.ts';
import { measure, type Say } from './measure.ts';
import { installPeers, skippedWarning } from './peers/installing.ts';
import { nodeOfRun, runUnder } from './peers/node-of-run.ts';
import { peerSubjects } from './peers/workload.ts';
import { pointsOf } from './point.ts';
import { saveResults } from './results.ts';
import { type BenchServer, withServer } from './server.ts';
import { table } from './table.ts';
import { chosen, workloadOf } from './workloads.ts';

/** What a command line asks for that cannot be had. */
export interface Refused {
  readonly refused: string;
}

/** Measures a workload and prints its points: the exit code, or why it is not measured at all. */
export async function runWorkload(
  options: RunOptions,
  args: readonly string[],
  say: Say,
): Promise<number | Refused> {
  const workload = workloadOf(options);
  const { subjects, unknown } = chosen<unknown>(workload.subjects, options.subjects);
  if (unknown.length > 0) {
    const known = workload.subjects.map((each) => each.name).join(', ');
    const named = unknown.map((each) => `"${each}"`).join(', ');
    return { refused: `${workload.name} has no subject ${named}; it has ${known}` };
  }
  const names = new Set(subjects.map((each) => each.name));
  let notes: readonly string[] = [];
  if (options.workload === 'peers') {
    const node = await nodeOfRun(process.versions.node, options.getNode, say);
    if (node.kind === 'none') return { refused: node.message };
    if (node.kind === 'other') {
      say(
        `Node ${process.versions.node} is too old for the peers: the whole run goes on under ${node.program}`,
      );
      return runUnder(node.program, process.argv[1]!, args);
    }
    const asked = peerSubjects.map((each) => each.name).filter((name) => names.has(name));
    const { skipped } = await installPeers(asked, say);
    for (const { peer } of skipped) names.delete(peer);
    const note = skippedWarning(skipped, asked.length);
    if (note) say(note);
    if (asked.length > 0 && skipped.length === asked.length) return 1;
    notes = note ? [note] : [];
  }
  return withServer(say, {}, (server) => run(options, names, server, { notes, say }));
}

async function run(
  options: RunOptions,
  names: ReadonlySet<string>,
  server: BenchServer,
  { notes, say }: { readonly notes: readonly string[]; readonly say: Say },
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
