import { isMetesError, MetesError } from '../base/errors.ts';
import { Recent } from '../base/recent.ts';
import type { CommandOutcome, CommandRequest } from './command-request.ts';
import type { AnswerKey, SavedAnswer } from './ports/batch.ts';
import type { ContextStore } from './ports/context-store.ts';
import { answerName } from './ports/storable.ts';

interface Remembered {
  readonly fingerprint: string;
  /** Undefined while the first request of the key is still on its way. */
  answer: SavedAnswer | undefined;
}

/** Refusals before anything was tried, which must not cost a read; or no store to read from. */
const notCarriedOut = [
  'METES_STORE_UNAVAILABLE',
  'METES_RUNTIME_OVERLOADED',
  'METES_RUNTIME_STOPPING',
] as const;

type Wanted = AnswerKey & { readonly fingerprint: string };

/** Idempotency of requests: one effect per key, its answer given again, one request of a key at a time. */
export class Answers {
  readonly #remembered = new Recent<Remembered>();
  readonly #store: ContextStore;
  readonly #most: number;
  /** How many requests are on their way: they are among the remembered, and may not be forgotten. */
  #underWay = 0;

  /** @param most how many answers to keep in memory at most; the store keeps them all until they expire */
  constructor(store: ContextStore, most: number) {
    this.#store = store;
    this.#most = most;
  }

  /**
   * Carries a request out under its key, or gives the kept answer. When `carryOut` calls `delayed`, whoever waits is told
   * so at once, but the key stays in use until the outcome is known.
   *
   * @throws METES_RUNTIME_KEY_IN_PROGRESS, METES_RUNTIME_KEY_REUSED, what `carryOut` throws and what it gives to `delayed`
   */
  once(
    request: CommandRequest,
    carryOut: (delayed: (error: unknown) => void) => Promise<CommandOutcome>,
  ): Promise<CommandOutcome> {
    return new Promise(
      (resolve, reject) => void this.#once(request.idempotency, () => carryOut(reject)).then(resolve, reject),
    );
  }

  async #once(wanted: Wanted | undefined, carryOut: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
    if (!wanted) return carryOut();
    const name = answerName(wanted);
    const known = this.#inMemory(wanted, name);
    if (known) return { replayed: true, answer: known };
    const mine: Remembered = { fingerprint: wanted.fingerprint, answer: undefined };
    this.#remembered.set(name, mine);
    this.#underWay++;
    try {
      const outcome = await this.#firstOrStored(wanted, carryOut).finally(() => this.#underWay--);
      mine.answer = outcome.answer;
      if (!mine.answer) this.#remembered.delete(name);
      this.#remembered.trim(this.#most + this.#underWay, (_, { answer }) => answer !== undefined);
      return outcome;
    } catch (error) {
      this.#remembered.delete(name);
      throw error;
    }
  }

  /** The answer kept under a key, or undefined. @throws METES_RUNTIME_KEY_IN_PROGRESS, METES_RUNTIME_KEY_REUSED */
  async kept(wanted: Wanted): Promise<SavedAnswer | undefined> {
    return this.#inMemory(wanted, answerName(wanted)) ?? (await this.#stored(wanted));
  }

  #inMemory(wanted: Wanted, name: string): SavedAnswer | undefined {
    const known = this.#remembered.get(name);
    if (!known) return undefined;
    if (known.fingerprint !== wanted.fingerprint)
      throw new MetesError('METES_RUNTIME_KEY_REUSED', { key: wanted.key });
    if (!known.answer) throw new MetesError('METES_RUNTIME_KEY_IN_PROGRESS', { key: wanted.key });
    return known.answer;
  }

  async #stored(wanted: Wanted): Promise<SavedAnswer | undefined> {
    const stored = await this.#store.answer(wanted);
    if (stored && stored.fingerprint !== wanted.fingerprint)
      throw new MetesError('METES_RUNTIME_KEY_REUSED', { key: wanted.key });
    return stored?.answer;
  }

  /** A key is nearly always new, so the store is asked only when the effect could not be carried out. */
  async #firstOrStored(wanted: Wanted, carryOut: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await carryOut();
      } catch (error) {
        if (notCarriedOut.some((code) => isMetesError(error, code))) throw error;
        const answer = await this.#stored(wanted);
        if (answer) return { replayed: true, answer };
        // A conflict without an answer of ours: somebody else's request under the same key text came first.
        if (!isMetesError(error, 'METES_STORE_CONFLICT') || attempt === 3) throw error;
      }
    }
  }
}
