import { studyNames, type StudyName } from './studies/study-options.ts';
import { type WorkloadName, workloadNames } from './subject.ts';
import { Wrong } from './values.ts';

/** What can be asked for: a workload or a study. */
export type CommandName = WorkloadName | StudyName;

/** All of them, in the order of the help. */
export const commandNames: readonly CommandName[] = [...workloadNames, ...studyNames];

const loops = ['w1', 'w2', 'http', 'peers'] as const;
const heaps: readonly CommandName[] = ['w3', 'w4'];

/** Which options mean something to which commands; those that are not here mean something to all. */
const owners: Readonly<Record<string, readonly CommandName[]>> = {
  subject: workloadNames,
  concurrency: [...loops, 'growth', 'soak'],
  rate: [...loops, 'rest'],
  seconds: [...loops, 'rest', 'growth'],
  warmup: [...loops, 'rest', 'growth'],
  repeat: [...workloadNames, 'rest', 'start', 'growth'],
  events: ['w3', 'w4'],
  idle: ['rest', 'start'],
  history: ['growth'],
  minutes: ['soak'],
  out: ['soak'],
  'get-node': ['peers'],
};

/** Refuses options that mean nothing to a command: who gives one expects something of it. */
export function refuseStrangers(command: CommandName, given: readonly string[]): void {
  for (const option of given) {
    const belongsTo = owners[option];
    if (!belongsTo || belongsTo.includes(command)) continue;
    throw new Wrong(`--${option} is for ${spoken(belongsTo)}${reason(option, command)}`);
  }
}

function reason(option: string, command: CommandName): string {
  if (option === 'get-node') return `: ${command} runs on every Node that the toolkit runs on`;
  if (heaps.includes(command)) return `: ${command} has a fixed heap of work and runs until it is done`;
  if (option === 'events' && loops.some((each) => each === command)) return `: ${command} runs for --seconds`;
  return `, and not for ${command}`;
}

function spoken(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');
}
