import { http } from './http/workload.ts';
import { peers } from './peers/workload.ts';
import { w1 } from './w1/workload.ts';
import { w2 } from './w2/workload.ts';
import { w3 } from './w3/workload.ts';
import { w4 } from './w4/workload.ts';

/** What `--help` prints. */
export function help(): string {
  const workloads = [w1, w2, w3(), w4(), http, peers].map(({ name, about, subjects }) => {
    const width = Math.max(...subjects.map((each) => each.name.length));
    const lines = subjects.map((each) => `      ${each.name.padEnd(width)}  ${each.about}`);
    return `  ${name}  ${about}\n${lines.join('\n')}`;
  });
  return `Measures the toolkit against hand-written limits, on an embedded PostgreSQL of its own.

Usage: npm run bench -- w1|w2|w3|w4|http|peers [options]

Options:
  --subject a,b          only these contestants (see below)
  --concurrency 1,16,64  clients at once, each waiting for its answer (w1, w2, peers: 1,16,64; http: 64)
  --seconds 20           how long one measurement takes (w1, w2, http, peers)
  --warmup 3             seconds before it that do not count (w1, w2, http, peers)
  --events n             how many events there are (w3: 200000, w4: 500000)
  --repeat 3             how often everything is measured, subjects in turn; medians are reported
  --json                 one JSON line for each point on standard output, nothing else
  --save                 append the points, with machine, settings and commit, to bench/results/<workload>.jsonl
  --get-node             when this Node is too old for the peers, install one below bench/peers and run all under it
  --help                 this text

Workloads and their subjects:
${workloads.join('\n\n')}

Progress goes to standard error. The exit code is 1 when a point is void, 2 when the arguments make no sense.
How to read the figures, and what they hide: bench/README.md
`;
}
