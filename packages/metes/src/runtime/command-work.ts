import type { Done } from '../model/route.ts';
import type { CommandOutcome, CommandRequest } from './command-request.ts';
import type { SavedAnswer } from './ports/batch.ts';
import type { Conflicts, Marks, Origin, Step, StepOutcome, Work } from './work.ts';

/** What is kept under a key when nobody said what to answer. */
const noAnswer: SavedAnswer = { status: 204, headers: {}, body: '' };

/** Whoever waits for the outcome of a command. */
export interface Settle {
  readonly resolve: (outcome: CommandOutcome) => void;
  readonly reject: (error: unknown) => void;
  /** The outcome will be known later than anybody can be kept waiting. */
  readonly delayed: (error: unknown) => void;
}

/** A command from outside, with somebody who waits for its outcome. */
export class CommandWork implements Work {
  readonly origin: Origin;
  readonly steps: readonly Step[];
  readonly #request: CommandRequest;
  readonly #settle: Settle;
  #done: Done | undefined;
  #answer: SavedAnswer | undefined;

  constructor(request: CommandRequest, settle: Settle) {
    this.#request = request;
    this.#settle = settle;
    this.origin = request;
    this.steps = [{ name: 'request', command: () => request.command }];
  }

  marks([outcome]: readonly StepOutcome[]): Marks {
    if (!outcome || 'error' in outcome) throw outcome?.error;
    this.#done = outcome.done!;
    const { idempotency, answer } = this.#request;
    this.#answer = answer?.(this.#done) ?? (idempotency && noAnswer);
    return idempotency && this.#answer ? { answer: { ...idempotency, answer: this.#answer } } : {};
  }

  beyondRetry(conflicts: Conflicts): boolean {
    const { idempotency } = this.#request;
    return idempotency !== undefined && (conflicts.answers ?? []).includes(idempotency.key);
  }

  committed(): void {
    this.#settle.resolve({ replayed: false, done: this.#done!, answer: this.#answer });
  }

  failed(error: unknown): void {
    this.#settle.reject(error);
  }

  delayed(error: unknown): void {
    this.#settle.delayed(error);
  }
}
