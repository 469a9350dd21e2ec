/**
 * That events which are on their way to the store will stand in the log at the positions that they are expected to get.
 * What follows from them may be put together meanwhile. It is sent when this is confirmed, and dropped when it is refuted.
 */
export class Assumption {
  /** The position that the first of the events is expected to get. */
  readonly firstPosition: number;
  #state: 'open' | 'confirmed' | 'refuted' = 'open';
  #listeners: (() => void)[] = [];

  constructor(firstPosition: number) {
    this.firstPosition = firstPosition;
  }

  /** True until it is known whether it was right. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** True when nothing may follow from it: it was wrong, or has not been confirmed for too long. */
  get isRefuted(): boolean {
    return this.#state === 'refuted';
  }

  /** The events are durable where they were assumed to be. No effect once it is settled. */
  confirm(): void {
    this.#settle('confirmed');
  }

  /** They are not, or nobody wants to wait for it. No effect once it is settled. */
  refute(): void {
    this.#settle('refuted');
  }

  /** Calls once it is confirmed or refuted, at once if it is already. */
  onSettled(listener: () => void): void {
    if (this.isOpen) this.#listeners.push(listener);
    else listener();
  }

  #settle(state: 'confirmed' | 'refuted'): void {
    if (!this.isOpen) return;
    this.#state = state;
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
