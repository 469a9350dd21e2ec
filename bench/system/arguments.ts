import { parseArgs } from 'node:util';
import { type CommandName, commandNames, refuseStrangers } from './belonging.ts';
import { isStudy, type StudyOptions } from './studies/study-options.ts';
import type { WorkloadName } from './subject.ts';
import { listOf, number, whole, Wrong } from './values.ts';

/** What is to be run. */
export interface RunOptions {
  readonly workload: WorkloadName;
  /** The names given with `--subject`; all that the workload runs by itself when nothing is said. */
  readonly subjects: readonly string[] | undefined;
  /** Clients at once; with rates, the most requests that may be under way. */
  readonly concurrency: readonly number[];
  /** Arrivals a second, for open loops; closed loops when nothing is said. */
  readonly rates: readonly number[] | undefined;
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
  | { readonly kind: 'study'; readonly options: StudyOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

const options = {
  subject: { type: 'string' },
  concurrency: { type: 'string' },
  rate: { type: 'string' },
  seconds: { type: 'string' },
  warmup: { type: 'string' },
  repeat: { type: 'string' },
  events: { type: 'string' },
  idle: { type: 'string' },
  history: { type: 'string' },
  minutes: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
  save: { type: 'boolean' },
  'get-node': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
type Values = ReturnType<typeof parsed>['values'];

/** The most requests that may be under way in an open loop when nothing is said. */
const mostUnderWay = '1024';

/** Reads the command line. */
export function readArguments(args: readonly string[]): Request {
  try {
    const { values, positionals } = parsed(args);
    if (values.help) return { kind: 'help' };
    const command = commandOf(positionals);
    refuseStrangers(command, Object.keys(values));
    return isStudy(command)
      ? { kind: 'study', options: studyOptions(command, values) }
      : { kind: 'run', options: runOptions(command, values) };
  } catch (error) {
    if (error instanceof Wrong) return { kind: 'wrong', message: error.message };
    // What parseArgs refuses: an option that does not exist, or one without its value. The first sentence says it.
    if (String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) {
      return { kind: 'wrong', message: (error as Error).message.split('. ')[0]! };
    }
    throw error;
  }
}

function parsed(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

function commandOf(positionals: readonly string[]): CommandName {
  const known = commandNames.join(', ');
  const [first, ...more] = positionals;
  if (first === undefined) throw new Wrong(`say which workload or study: ${known}`);
  if (more.length > 0) throw new Wrong(`one at a time, and "${more[0]}" is one more than that`);
  const found = commandNames.find((each) => each === first);
  if (!found) throw new Wrong(`there is no workload or study "${first}"; there are ${known}`);
  return found;
}

function runOptions(workload: WorkloadName, values: Values): RunOptions {
  const rates = values.rate === undefined ? undefined : listOf('rate', values.rate).map(rate);
  const concurrency = listOf('concurrency', values.concurrency ?? usualConcurrency(workload, rates)).map(
    (each) => whole('concurrency', each, 1, 1_024),
  );
  if (rates && concurrency.length > 1) {
    throw new Wrong(`with --rate, --concurrency is the most that may be under way, and one number`);
  }
  return {
    workload,
    subjects: values.subject === undefined ? undefined : listOf('subject', values.subject),
    concurrency,
    rates,
    ...times(workload, values),
    repeat: repeats(values.repeat ?? '3'),
    events: values.events === undefined ? undefined : whole('events', values.events, 1, 100_000_000),
    json: values.json ?? false,
    save: values.save ?? false,
    getNode: values['get-node'] ?? false,
  };
}

function usualConcurrency(workload: WorkloadName, rates: readonly number[] | undefined): string {
  if (rates) return mostUnderWay;
  if (workload === 'w3' || workload === 'w4') return '1';
  return workload === 'http' ? '64' : '1,16,64';
}

function studyOptions(study: StudyOptions['study'], values: Values): StudyOptions {
  return {
    study,
    concurrency: whole('concurrency', values.concurrency ?? '64', 1, 1_024),
    rate: rate(values.rate ?? '100'),
    ...times(study, values),
    idleSeconds: number('idle', values.idle ?? (study === 'start' ? '10' : '20'), 0.1, 3_600),
    minutes: number('minutes', values.minutes ?? '30', 0.1, 10_000),
    repeat: repeats(values.repeat ?? (study === 'start' ? '5' : '3')),
    history: whole('history', values.history ?? '1000000', 1, 100_000_000),
    out: values.out,
    json: values.json ?? false,
    save: values.save ?? false,
  };
}

function times(
  command: CommandName,
  values: Values,
): { readonly seconds: number; readonly warmupSeconds: number } {
  return {
    seconds: number('seconds', values.seconds ?? '20', 0.1, 86_400),
    warmupSeconds: number('warmup', values.warmup ?? usualWarmup(command), 0, 3_600),
  };
}

/**
 * Node compiles what it runs often, on threads of its own: for the first ten seconds under load, and for twice as long
 * where a unit is as much code as the shop, or units come slowly.
 */
function usualWarmup(command: CommandName): string {
  return command === 'http' || command === 'rest' ? '20' : '10';
}

const rate = (text: string): number => number('rate', text, 0.1, 100_000);
const repeats = (text: string): number => whole('repeat', text, 1, 1_000);
