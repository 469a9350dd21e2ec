import type { MetesError } from '../base/errors.ts';
import type { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import type { Command } from '../model/command.ts';
import type { Done, Principal } from '../model/route.ts';
import type { Assumption } from './ports/assumption.ts';
import type {
  AnswerWrite,
  CursorWrite,
  DeadlineKey,
  Fence,
  HandledWrite,
  ParkedKey,
  ParkedWrite,
  RowWrite,
} from './ports/batch.ts';

/** Why something is done: what the events that follow will say of their origin. */
export interface Origin {
  readonly correlation: string;
  readonly causation: string;
  readonly traceparent?: string | undefined;
  readonly owner?: Principal | undefined;
}

/** What takes effect or fails for itself: a command, or nothing. */
export interface Step {
  /** The reaction or request that it is, for messages. */
  readonly name: string;
  /** The command, if there is one; pure, since it is asked for more than once. */
  command(): Command | undefined;
  /** What to do instead when the domain refuses, if anything; without it the refusal is an error. */
  refused?(refusal: DomainRuleBroken): Command | undefined;
}

/** What a piece of work writes besides the effects of its commands. */
export interface Marks {
  readonly answer?: AnswerWrite | undefined;
  readonly cursors?: readonly CursorWrite[];
  readonly handled?: readonly HandledWrite[];
  readonly parked?: readonly ParkedWrite[];
  readonly unparked?: readonly ParkedKey[];
  readonly deadlinesDone?: readonly DeadlineKey[];
  readonly rows?: readonly RowWrite[];
  readonly fence?: Fence;
}

/** What a refused batch ran into, by the names of the port `ContextStore`. */
export interface Conflicts {
  readonly aggregates?: readonly string[];
  readonly tallies?: readonly string[];
  readonly answers?: readonly string[];
  readonly cursors?: readonly string[];
  readonly deadlines?: readonly string[];
  /** Projections whose rows were written into a generation that is neither read nor built. */
  readonly projections?: readonly string[];
  /** Rows that were to be new and are there already, with their projections. */
  readonly rows?: readonly string[];
  /** Leases that are in other hands. */
  readonly leases?: readonly string[];
}

/** What a METES_STORE_CONFLICT says that it ran into. */
export function conflictsOf(error: MetesError): Conflicts {
  return error.values['conflicts'] ?? {};
}

/** What became of one step of a piece of work. */
export type StepOutcome =
  | { readonly step: Step; readonly done: Done | undefined }
  | { readonly step: Step; readonly error: unknown };

/**
 * A piece of work for the executor of a context. The executor runs its steps, asks for its marks, commits all of that
 * together with other work, and tells how it went. A round that could not commit is run again from the start.
 */
export interface Work {
  readonly origin: Origin;
  /** For how many pieces of work it counts, such as the messages that it deals with; one without it. */
  readonly weight?: number;
  /** What has to be confirmed before anything of it may be sent to the store; it is `dropped` once that is refuted. */
  readonly restsOn?: Assumption | undefined;
  /** All that it may do; what they need is read before the round is put together. */
  readonly steps: readonly Step[];
  /** Decides which of the steps are taken; all of them without it. Asked once a round, when it is the turn of this work. */
  choose?(): readonly Step[];
  /** The marks, given how the steps went; a throw makes the whole piece of work fail. Asked for once a round. */
  marks(outcomes: readonly StepOutcome[]): Marks;
  /** Reads what `marks` will need, before the round is put together. */
  prepare?(): Promise<void>;
  /** True when nobody wants it any more: it is left out, and nothing is told. Asked before its steps and after them. */
  dropped?(): boolean;
  /** True when such a conflict cannot be healed by trying again. */
  beyondRetry?(conflicts: Conflicts): boolean;
  /**
   * The store refuses what it leads to, for good, even alone. True when it has something else to do instead the next
   * time, such as setting a message aside.
   */
  setAside?(error: unknown): boolean;
  /** The round did not commit: forget what `marks` assumed. */
  rolledBack?(): void;
  /** All of it is durable. */
  committed(): void;
  /** None of it took effect, and it is not tried again. */
  failed(error: unknown): void;
  /** The store is out of reach for long: whoever waits for an answer may be told so. The work itself goes on. */
  delayed?(error: unknown): void;
}
