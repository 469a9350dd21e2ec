/**
 * That events which are on their way to the store will stand in the log at the positions that they are expected to get.
 * What follows from them may be put together meanwhile. It is sent when this is confirmed, and dropped when it is refuted.
 */
export class Assumption {
  /** The position that the first of the events is expected to get. */
  readonly firstPosition: number;
  #state: 'prompt' | 'late' | 'confirmed' | 'refuted' = 'prompt';
  #whilePrompt: (() => void)[] = [];
  #whileOpen: (() => void)[] = [];

  constructor(firstPosition: number) {
    this.firstPosition = firstPosition;
  }

  /** True until it is known whether it was right. */
  get isOpen(): boolean {
    return this.#state === 'prompt' || this.isLate;
  }

  /** True when that takes so long that what does not rest on it goes on without. */
  get isLate(): boolean {
    return this.#state === 'late';
  }

  get isConfirmed(): boolean {
    return this.#state === 'confirmed';
  }

  /** True when it was wrong: nothing may follow from it. */
  get isRefuted(): boolean {
    return this.#state === 'refuted';
  }

  /** It takes long. No effect once it is settled. */
  delay(): void {
    if (!this.isOpen) return;
    this.#state = 'late';
    for (const listener of this.#whilePrompt.splice(0)) listener();
  }

  /** The events are durable where they were assumed to be. No effect once it is settled. */
  confirm(): void {
    this.#settle('confirmed');
  }

  /** They are not. No effect once it is settled. */
  refute(): void {
    this.#settle('refuted');
  }

  /** Calls once it is confirmed or refuted, at once if it is already. */
  onSettled(listener: () => void): void {
    if (this.isOpen) this.#whileOpen.push(listener);
    else listener();
  }

  /** Waits until it is settled or late. */
  whilePrompt(): Promise<void> {
    if (this.#state !== 'prompt') return Promise.resolve();
    return new Promise((resolve) => this.#whilePrompt.push(resolve));
  }

  #settle(state: 'confirmed' | 'refuted'): void {
    if (!this.isOpen) return;
    this.#state = state;
    for (const listener of this.#whilePrompt.splice(0)) listener();
    for (const listener of this.#whileOpen.splice(0)) listener();
  }
}
