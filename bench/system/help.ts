import { http } from './http/workload.ts';
import { studies } from './studies/studies.ts';
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
  const studyLines = Object.values(studies).map(({ name, about }) => `  ${name.padEnd(6)}  ${about}`);
  return `Measures the toolkit against hand-written limits, on an embedded PostgreSQL of its own.

Usage: npm run bench -- w1|w2|w3|w4|http|peers [options]
       npm run bench -- rest|start|growth|soak [options]

Options:
  --subject a,b          only these contestants (workloads, see below)
  --concurrency 1,16,64  clients at once, each waiting for its answer (w1, w2, peers: 1,16,64; http: 64);
                         one number for growth and soak: 64
  --rate 500,2000        an open loop: so many requests arrive a second at moments drawn from a seed, whether or not
                         those before are answered, and latencies run from these moments (w1, w2, http, peers);
                         then --concurrency is the most that may be under way: 1024. For rest one number: 100
  --seconds 20           how long one measurement takes (w1, w2, http, peers, rest, growth)
  --warmup 10            seconds before it that do not count (the same; http, rest: 20)
  --events n             how many events there are (w3: 200000, w4: 500000)
  --repeat 3             how often everything is measured, subjects in turn; medians are reported (not soak; start: 5)
  --idle 20              seconds during which nothing is asked (rest; start: 10)
  --history 1000000      orders that were placed before (growth)
  --minutes 30           how long it goes on (soak)
  --out folder           where samples and picture go (soak: bench/results/soak)
  --json                 one JSON line for each point or figure on standard output, nothing else
  --save                 append them, with machine, settings and commit, to bench/results/<name>.jsonl
  --get-node             when this Node is too old for the peers, install one below bench/peers and run all under it
  --help                 this text

Workloads and their subjects:
${workloads.join('\n\n')}

Studies of the toolkit alone, each figure with its target:
${studyLines.join('\n')}

Progress goes to standard error. The exit code is 1 when a point or figure is void or a figure misses its target, 2 when
the arguments make no sense. How to read the figures, and what they hide: bench/README.md
`;
}
