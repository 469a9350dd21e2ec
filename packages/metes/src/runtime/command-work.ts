import type { Command } from '../model/command.ts';
import type { Done } from '../model/route.ts';
import type { CommandOutcome, CommandRequest } from './command-request.ts';
import type { SavedAnswer } from './ports/batch.ts';
import type { Conflicts, Marks, Origin, Step, StepOutcome, Work } from './work.ts';

/** A command from outside, with somebody who waits for its outcome. */
export class CommandWork implements Work {
  readonly origin: Origin;
  readonly steps: readonly Step[];
  readonly #request: CommandRequest;
  readonly #settle: { resolve: (outcome: CommandOutcome) => void; reject: (error: unknown) => void };
  #done: Done | undefined;
  #answer: SavedAnswer | undefined;

  constructor(request: CommandRequest, settle: { resolve: (outcome: CommandOutcome) => void; reject: (error: unknown) => void }) {
    this.#request = request;
    this.#settle = settle;
    this.origin = request;
    const commands: readonly Command[] = [request.command];
    this.steps = [{ name: 'request', commands: () => commands }];
  }

  marks([outcome]: readonly StepOutcome[]): Marks {
    if (!outcome || 'error' in outcome) throw outcome?.error;
    this.#done = outcome.done[0]!;
    const { idempotency, answer } = this.#request;
    this.#answer = answer?.(this.#done);
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
    this.#settle.reject(error);
  }
}
