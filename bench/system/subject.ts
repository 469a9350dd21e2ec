import type { BenchServer } from './server.ts';

/** Where a subject works, and how hard it will be pressed. */
export interface Place {
  readonly server: BenchServer;
  /** Superuser URL of an empty database. */
  readonly url: string;
  /** How many requests will be under way at once. */
  readonly concurrency: number;
}

/** A subject that is asked for one unit at a time by a number of clients, each waiting for its answer. */
export interface LoopRun {
  /** Makes ready what about so many units will need. Not measured. */
  prepare?(units: number): Promise<void>;
  /** One unit, from the request to its final state. */
  unit(client: number): Promise<void>;
  /** What is wrong after the run; empty when all is as it must be. Waits for what is still under way. */
  verify(): Promise<readonly string[]>;
  close(): Promise<void>;
  /** CPU that processes of its own have used so far, milliseconds, if it has any. */
  cpuMs?(): number | null;
}

/** A subject that is given a heap of work and measured until it is done. */
export interface BulkRun {
  /** Undoes what the round before did. Not measured. */
  reset(round: number): Promise<void>;
  /** Starts what does it, where that has to begin anew in each round. Not measured, as the sessions of the limits are not. */
  start?(): Promise<void>;
  /** Does all of it. */
  run(): Promise<void>;
  /** What is wrong after a round; empty when all is as it must be. */
  verify(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** One contestant of a workload. */
export interface Subject<Run> {
  readonly name: string;
  /** What it is, in half a sentence. */
  readonly about: string;
  open(place: Place): Promise<Run>;
}

/** True for those to which ratios are given: the hand-written ones, and among peers the toolkit too. */
export function isRuler(subject: string, workload: WorkloadName): boolean {
  if (workload === 'peers' && subject === 'metes') return true;
  return subject.startsWith('limit') || subject.startsWith('ideal');
}

/** A workload with its contestants. */
export type Workload = {
  readonly name: WorkloadName;
  readonly about: string;
  /** What is counted, in the plural. */
  readonly unit: string;
} & (
  | { readonly kind: 'loop'; readonly subjects: readonly Subject<LoopRun>[] }
  | { readonly kind: 'bulk'; readonly units: number; readonly subjects: readonly Subject<BulkRun>[] }
);

/** The names of the workloads. */
export const workloadNames = ['w1', 'w2', 'w3', 'w4', 'http', 'peers'] as const;
export type WorkloadName = (typeof workloadNames)[number];
