import type { RunOptions } from './arguments.ts';
import { http } from './http/workload.ts';
import { peers } from './peers/workload.ts';
import type { Subject, Workload } from './subject.ts';
import { w1 } from './w1/workload.ts';
import { w2 } from './w2/workload.ts';
import { w3 } from './w3/workload.ts';
import { w4 } from './w4/workload.ts';

/** The workload that was asked for. */
export function workloadOf({ workload, events }: Pick<RunOptions, 'workload' | 'events'>): Workload {
  switch (workload) {
    case 'w1':
      return w1;
    case 'w2':
      return w2;
    case 'w3':
      return w3(events);
    case 'w4':
      return w4(events);
    case 'http':
      return http;
    case 'peers':
      return peers;
  }
}

/** The subjects by name, in the order of the workload; or the names that it does not have. */
export function chosen<Run>(
  subjects: readonly Subject<Run>[],
  names: readonly string[] | undefined,
): { readonly subjects: readonly Subject<Run>[]; readonly unknown: readonly string[] } {
  if (!names) return { subjects, unknown: [] };
  const unknown = names.filter((name) => !subjects.some((each) => each.name === name));
  return { subjects: subjects.filter((each) => names.includes(each.name)), unknown };
}
