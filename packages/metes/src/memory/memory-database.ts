import type { ParkedState } from '../runtime/ports/batch.ts';
import { type BoundaryData, newBoundaryData } from './memory-boundary-data.ts';
import type { NewEvent } from '../runtime/ports/log-record.ts';

/** Everything kept of one context. JSON is kept as text, so that no object of a caller lives on in it. */
export interface ContextData {
  /** Another one when a test plays a restore. */
  epoch: string;
  /** The event at position n stands at index n - 1. */
  readonly log: KeptEvent[];
  /** Positions by aggregate, oldest first. */
  readonly byAggregate: Map<string, number[]>;
  /** First positions by writer and sequence. */
  readonly commits: Map<string, number>;
  readonly aggregates: Map<string, { readonly version: number; readonly state: string | undefined }>;
  readonly tallies: Map<string, readonly number[]>;
  readonly answers: Map<
    string,
    { readonly fingerprint: string; readonly answer: string; readonly keptUntil: number }
  >;
  readonly cursors: Map<string, { readonly position: number; readonly epoch: string }>;
  /** By subscription, then position. */
  readonly handled: Map<string, Set<number>>;
  readonly parked: Map<string, KeptParked>;
  readonly deadlines: Map<string, KeptDeadline>;
  readonly projections: Map<
    string,
    { readonly generation: number; readonly building: number | undefined; readonly last: number }
  >;
  /** By projection and generation, then key. */
  readonly rows: Map<string, Map<string, string>>;
  readonly leases: Map<string, { readonly holder: string; readonly until: number }>;
  readonly boundary: BoundaryData;
  /** Called after commits that wrote events. */
  readonly listeners: Set<() => void>;
}

/** An event with its JSON as text. */
export interface KeptEvent extends Omit<NewEvent, 'data' | 'published'> {
  readonly data: string;
  /** Undefined when nothing of it leaves the context. */
  readonly published: string | undefined;
}

/** A deadline with its JSON as text. */
export interface KeptDeadline {
  readonly deadline: string;
  readonly aggregateId: string;
  readonly dueAt: number;
  readonly event: string;
  readonly attempts: number;
  readonly cause: string | undefined;
  /** Since when it is a dead letter, and where the event that started it stands in the log. */
  readonly dead: { readonly at: number; readonly position: number } | undefined;
}

/** A parked message with its JSON as text. */
export interface KeptParked {
  readonly subscription: string;
  readonly position: number;
  readonly key: string;
  readonly eventId: string;
  readonly message: string;
  readonly reactions: string;
  readonly state: ParkedState;
  readonly attempts: number;
  readonly dueAt: number;
  readonly cause: string | undefined;
  readonly parkedAt: number;
}

/**
 * What takes the place of a database: it outlives the stores that are opened over it, so that a test can end a "process"
 * and start it again.
 */
export class MemoryDatabase {
  readonly #contexts = new Map<string, ContextData>();

  /** The data of a context, empty at first. */
  context(name: string): ContextData {
    const found = this.#contexts.get(name);
    if (found) return found;
    const made: ContextData = {
      epoch: `memory-${name}`,
      log: [],
      byAggregate: new Map(),
      commits: new Map(),
      aggregates: new Map(),
      tallies: new Map(),
      answers: new Map(),
      cursors: new Map(),
      handled: new Map(),
      parked: new Map(),
      deadlines: new Map(),
      projections: new Map(),
      rows: new Map(),
      leases: new Map(),
      boundary: newBoundaryData(),
      listeners: new Set(),
    };
    this.#contexts.set(name, made);
    return made;
  }
}

/** A key of several texts. */
export function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}

/** Order by code points, which is the order of the bytes in UTF-8; `<` compares UTF-16 units instead. */
export function byCodePoints(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    // Surrogates stand for code points above all other units.
    const high = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
    if (high(left) !== high(right)) return high(left) ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}
