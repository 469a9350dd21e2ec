import type { Books } from './books.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { ProviderRefusal } from './provider-refusal.ts';

/**
 * Idempotency keys as Stripe has them. What a key did is remembered by the ledger entry it made, so a key is durable
 * exactly when its effect is; a request that was refused leaves no entry and its key can be used again.
 */
export class IdempotencyDesk {
  readonly #books: Books;
  readonly #lifetimeMs: number;
  readonly #now: () => number;
  readonly #inFlight = new Set<string>();

  constructor(books: Books, lifetimeMs: number, now: () => number) {
    this.#books = books;
    this.#lifetimeMs = lifetimeMs;
    this.#now = now;
  }

  /**
   * Lets a request in and returns the entry to replay, if its key has already done its work. 409 while the key is in
   * flight, 400 when it was used with other parameters. Every admitted key must be given back with `release`.
   */
  admit(key: string, fingerprint: string): LedgerEntry | undefined {
    if (this.#inFlight.has(key)) {
      throw new ProviderRefusal(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: `There is currently another in-progress request using this Idempotency Key (${key}).`,
      });
    }
    const stored = this.#books.keys.get(key);
    const entry = stored !== undefined && this.#now() - stored.at < this.#lifetimeMs ? stored : undefined;
    if (entry !== undefined && entry.fingerprint !== fingerprint) {
      throw new ProviderRefusal(400, {
        type: 'idempotency_error',
        message:
          'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
          `Try using a key other than '${key}' if you meant to execute a different request.`,
      });
    }
    this.#inFlight.add(key);
    return entry;
  }

  /** The request with this key is over. */
  release(key: string): void {
    this.#inFlight.delete(key);
  }
}

/** The key of a request, or undefined; 400 when it is longer than 255 characters or empty. */
export function readKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (Array.isArray(header) || header === '' || header.length > 255) {
    throw new ProviderRefusal(400, {
      type: 'invalid_request_error',
      message: 'Idempotency keys are between 1 and 255 characters long.',
    });
  }
  return header;
}
