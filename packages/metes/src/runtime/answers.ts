import { isMetesError, MetesError } from '../base/errors.ts';
import type { CommandOutcome, CommandRequest } from './command-request.ts';
import type { AnswerKey, SavedAnswer } from './ports/batch.ts';
import type { ContextStore } from './ports/context-store.ts';

interface Remembered {
  readonly fingerprint: string;
  /** Undefined while the first request of the key is still on its way. */
  answer: SavedAnswer | undefined;
}

/** Idempotency of requests: one effect per key, its answer given again, one request of a key at a time. */
export class Answers {
  readonly #remembered = new Map<string, Remembered>();
  readonly #store: ContextStore;
  readonly #most: number;

  /** @param most how many answers to keep in memory; the store keeps them all until they expire */
  constructor(store: ContextStore, most: number) {
    this.#store = store;
    this.#most = most;
  }

  /**
   * Carries a request out under its key, or gives the kept answer.
   *
   * @throws METES_RUNTIME_KEY_IN_PROGRESS, METES_RUNTIME_KEY_REUSED, and what `carryOut` throws
   */
  async once(request: CommandRequest, carryOut: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
    const wanted = request.idempotency;
    if (!wanted) return carryOut();
    const name = JSON.stringify([wanted.principal, wanted.route, wanted.key]);
    const known = this.#remembered.get(name);
    if (known) {
      if (known.fingerprint !== wanted.fingerprint) throw new MetesError('METES_RUNTIME_KEY_REUSED', { key: wanted.key });
      if (!known.answer) throw new MetesError('METES_RUNTIME_KEY_IN_PROGRESS', { key: wanted.key });
      return { replayed: true, answer: known.answer };
    }
    const mine: Remembered = { fingerprint: wanted.fingerprint, answer: undefined };
    this.#remembered.set(name, mine);
    try {
      const outcome = await this.#firstOrStored(wanted, carryOut);
      mine.answer = outcome.answer;
      if (!mine.answer) this.#remembered.delete(name);
      this.#trim();
      return outcome;
    } catch (error) {
      this.#remembered.delete(name);
      throw error;
    }
  }

  /** A key is nearly always new, so the store is asked only when the effect could not be carried out. */
  async #firstOrStored(wanted: AnswerKey & { readonly fingerprint: string }, carryOut: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await carryOut();
      } catch (error) {
        if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
        const stored = await this.#store.answer(wanted);
        if (stored && stored.fingerprint !== wanted.fingerprint) throw new MetesError('METES_RUNTIME_KEY_REUSED', { key: wanted.key });
        if (stored) return { replayed: true, answer: stored.answer };
        // A conflict without an answer of ours: somebody else's request under the same key text came first.
        if (!isMetesError(error, 'METES_STORE_CONFLICT') || attempt === 3) throw error;
      }
    }
  }

  #trim(): void {
    for (const [name, { answer }] of this.#remembered) {
      if (this.#remembered.size <= this.#most) return;
      if (answer) this.#remembered.delete(name);
    }
  }
}
