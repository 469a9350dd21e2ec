import type { ErrorCode } from '../../base/error-table.ts';
import type { ErrorValues } from '../../base/errors.ts';
import type { Severity } from '../../base/finding.ts';
import type { ContextMap } from '../system-map.ts';

/** What was measured of a context. */
export interface ContextFacts {
  /** Lines of own code, tests and empty lines not counted. */
  readonly lines?: number;
  /** Tests of its own. */
  readonly tests?: number;
}

/** What a map cannot know of itself: the day, and what was measured in the repository. What is left out is not judged. */
export interface MapFacts {
  /** `YYYY-MM-DD` */
  readonly today?: string;
  /** By the name of the context. */
  readonly contexts?: Readonly<Record<string, ContextFacts>>;
  /** Lines of each kernel, by its name. */
  readonly kernels?: Readonly<Record<string, number>>;
  /** How many changes touched both of two contexts, and over how many months that was counted. */
  readonly changes?: {
    readonly months: number;
    readonly together: (one: string, other: string) => number;
  };
}

/** What breaks a rule, before it is put in words. */
export interface Breach {
  readonly code: ErrorCode;
  readonly severity: Severity;
  readonly values: ErrorValues;
  /** The context concerned. */
  readonly context?: string;
}

/** A rule of the map. Those that need no facts are judged when the map is declared. */
export type Rule = (map: ContextMap, facts: MapFacts) => readonly Breach[];
