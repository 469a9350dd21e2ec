import type { ContextStore } from './ports/context-store.ts';
import type { Journal } from './ports/journal.ts';
import type { Timers } from './ports/timers.ts';

/** How long a lease lasts without being renewed, and how often it is renewed, milliseconds. */
const ttlMs = 6_000;
const renewMs = 2_000;

/**
 * The right to handle the deliveries of a context, held by one process at a time. It only saves wasted work: what makes
 * effects happen once is the cursor that is checked in every commit.
 */
export class Lease {
  readonly #ports: { readonly store: ContextStore; readonly timers: Timers; readonly journal: Journal };
  readonly #terms: { readonly name: string; readonly holder: string };
  readonly #told: { readonly gained: () => Promise<void>; readonly lost: () => Promise<void> };
  #held = false;
  #stopped = false;
  #cancel: (() => void) | undefined;

  constructor(
    ports: { readonly store: ContextStore; readonly timers: Timers; readonly journal: Journal },
    terms: { readonly name: string; readonly holder: string },
    told: { readonly gained: () => Promise<void>; readonly lost: () => Promise<void> },
  ) {
    this.#ports = ports;
    this.#terms = terms;
    this.#told = told;
  }

  get held(): boolean {
    return this.#held;
  }

  /** Tries to take the lease, and goes on trying. */
  async start(): Promise<void> {
    await this.#renew();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    if (this.#held) await this.#ports.store.release(this.#terms.name, this.#terms.holder).catch(() => undefined);
    this.#held = false;
  }

  async #renew(): Promise<void> {
    const { store, timers, journal } = this.#ports;
    const { name, holder } = this.#terms;
    try {
      const held = await store.lease(name, holder, ttlMs);
      if (this.#stopped) return;
      if (held && !this.#held) {
        this.#held = true;
        await this.#told.gained();
      } else if (!held && this.#held) {
        this.#held = false;
        journal.warn('another process took the deliveries over', { context: store.context, holder });
        await this.#told.lost();
      }
    } catch (error) {
      journal.warn('the lease cannot be renewed, trying again', { context: store.context, error: String(error) });
    }
    if (!this.#stopped) this.#cancel = timers.after(renewMs, () => void this.#renew());
  }
}
