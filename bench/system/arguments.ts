import { parseArgs } from 'node:util';
import { type WorkloadName, workloadNames } from './subject.ts';

/** What is to be run. */
export interface RunOptions {
  readonly workload: WorkloadName;
  /** The names given with `--subject`; all that the workload runs by itself when nothing is said. */
  readonly subjects: readonly string[] | undefined;
  readonly concurrency: readonly number[];
  readonly seconds: number;
  readonly warmupSeconds: number;
  readonly repeat: number;
  /** How many events W3 or W4 has; its usual number when nothing is said. */
  readonly events: number | undefined;
  readonly json: boolean;
  readonly save: boolean;
  /** Whether a newer Node may be installed when the peers need one. */
  readonly getNode: boolean;
}

/** What the command line says: run something, explain yourself, or something that makes no sense. */
export type Request =
  | { readonly kind: 'run'; readonly options: RunOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

class Wrong extends Error {}

const options = {
  subject: { type: 'string' },
  concurrency: { type: 'string' },
  seconds: { type: 'string' },
  warmup: { type: 'string' },
  repeat: { type: 'string' },
  events: { type: 'string' },
  json: { type: 'boolean' },
  save: { type: 'boolean' },
  'get-node': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line. */
export function readArguments(args: readonly string[]): Request {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) return { kind: 'help' };
    const workload = workloadOf(positionals);
    const loop = workload !== 'w3' && workload !== 'w4';
    for (const name of ['concurrency', 'seconds', 'warmup'] as const) {
      if (!loop && values[name] !== undefined) {
        throw new Wrong(
          `--${name} is for w1, w2, http and peers: ${workload} has a fixed heap of work and runs until it is done`,
        );
      }
    }
    if (loop && values.events !== undefined)
      throw new Wrong(`--events is for w3 and w4: ${workload} runs for --seconds`);
    if (workload !== 'peers' && values['get-node'])
      throw new Wrong(`--get-node is for peers: ${workload} runs on every Node that the toolkit runs on`);
    return {
      kind: 'run',
      options: {
        workload,
        subjects: values.subject === undefined ? undefined : listOf('subject', values.subject),
        concurrency: loop
          ? listOf('concurrency', values.concurrency ?? (workload === 'http' ? '64' : '1,16,64')).map(
              (each) => whole('concurrency', each, 1, 1_024),
            )
          : [1],
        seconds: number('seconds', values.seconds ?? '20', 0.1, 86_400),
        warmupSeconds: number('warmup', values.warmup ?? '3', 0, 3_600),
        repeat: whole('repeat', values.repeat ?? '3', 1, 1_000),
        events: values.events === undefined ? undefined : whole('events', values.events, 1, 100_000_000),
        json: values.json ?? false,
        save: values.save ?? false,
        getNode: values['get-node'] ?? false,
      },
    };
  } catch (error) {
    if (error instanceof Wrong) return { kind: 'wrong', message: error.message };
    // What parseArgs refuses: an option that does not exist, or one without its value. The first sentence says it.
    if (String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) {
      return { kind: 'wrong', message: (error as Error).message.split('. ')[0]! };
    }
    throw error;
  }
}

function workloadOf(positionals: readonly string[]): WorkloadName {
  const known = workloadNames.join(', ');
  const [first, ...more] = positionals;
  if (first === undefined) throw new Wrong(`say which workload: ${known}`);
  if (more.length > 0) throw new Wrong(`one workload at a time, and "${more[0]}" is one more than that`);
  const found = workloadNames.find((each) => each === first);
  if (!found) throw new Wrong(`there is no workload "${first}"; there are ${known}`);
  return found;
}

function listOf(name: string, text: string): string[] {
  const items = text.split(',').map((each) => each.trim());
  if (items.includes(''))
    throw new Wrong(`--${name} takes a list with commas and without gaps, and not "${text}"`);
  const twice = items.find((each, index) => items.indexOf(each) !== index);
  if (twice !== undefined) throw new Wrong(`--${name} names ${twice} twice`);
  return items;
}

function number(name: string, text: string, least: number, most: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new Wrong(`--${name} takes a number from ${least} to ${most}, and not "${text}"`);
  return value;
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new Wrong(`--${name} takes whole numbers from ${least} to ${most}, and not "${text}"`);
  }
  return value;
}
