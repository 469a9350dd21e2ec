import type { CursorWrite } from './ports/batch.ts';

/** Where a subscription stands in a log: in the store, and in the rounds that are on their way or being put together. */
export class Place {
  readonly #subscription: string;
  #durable = 0;
  #assumed = 0;
  #epoch: string | undefined;

  constructor(subscription: string) {
    this.#subscription = subscription;
  }

  /** The position in the store. */
  get durable(): number {
    return this.#durable;
  }

  begin(position: number): void {
    this.#durable = this.#assumed = position;
  }

  /** The identity of the log along which it moves from now on. */
  follow(epoch: string | undefined): void {
    this.#epoch = epoch;
  }

  /** The move to write; none when the round is there already. */
  move(to: number): readonly CursorWrite[] {
    if (to <= this.#assumed) return [];
    const move = {
      subscription: this.#subscription,
      from: this.#assumed,
      to,
      ...(this.#epoch === undefined ? {} : { epoch: this.#epoch }),
    };
    this.#assumed = to;
    return [move];
  }

  /** These moves are in the store; others may be on their way. */
  committed(moves: readonly CursorWrite[] = []): void {
    for (const { to } of moves) this.#durable = Math.max(this.#durable, to);
  }

  /** What is not in the store by now will not get there. */
  rolledBack(): void {
    this.#assumed = this.#durable;
  }
}
