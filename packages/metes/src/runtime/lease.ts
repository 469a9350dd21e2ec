import type { ContextStore } from './ports/context-store.ts';
import type { Journal } from './ports/journal.ts';
import type { Timers } from './ports/timers.ts';

/** How long a lease lasts without being renewed, and how often it is renewed, milliseconds. */
const ttlMs = 6_000;
const renewMs = 2_000;

/** What a lease works with. */
export interface LeasePorts {
  readonly store: ContextStore;
  readonly timers: Timers;
  readonly journal: Journal;
}

/** Who is told of gaining and losing a lease. A `gained` that fails is tried again later, after `lost`. */
export interface LeaseHolder {
  readonly gained: () => Promise<void>;
  readonly lost: () => Promise<void>;
}

/**
 * The right to handle the deliveries of a context, held by one process at a time. It only saves wasted work: what makes
 * effects happen once is the cursor that is checked in every commit.
 */
export class Lease {
  readonly #ports: LeasePorts;
  readonly #terms: { readonly name: string; readonly holder: string };
  readonly #told: LeaseHolder;
  #held = false;
  #stopped = false;
  #renewing: Promise<void> | undefined;
  #cancel: (() => void) | undefined;

  constructor(
    ports: LeasePorts,
    terms: { readonly name: string; readonly holder: string },
    told: LeaseHolder,
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

  /** Takes no lease any more; from here on nobody is told of anything. The lease that is held stays held. */
  async freeze(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#renewing;
  }

  /** Gives the lease back, if it is held. */
  async release(): Promise<void> {
    const { name, holder } = this.#terms;
    this.#held = false;
    await this.#ports.store.release(name, holder).catch(() => undefined);
  }

  async #renew(): Promise<void> {
    await (this.#renewing = this.#tryToRenew());
    if (!this.#stopped) this.#cancel = this.#ports.timers.after(renewMs, () => void this.#renew());
  }

  async #tryToRenew(): Promise<void> {
    const { store, journal } = this.#ports;
    const { name, holder } = this.#terms;
    const told = { context: store.context, holder };
    try {
      const held = await store.lease(name, holder, ttlMs);
      if (this.#stopped || held === this.#held) return;
      this.#held = held;
    } catch (error) {
      return journal.warn('the lease cannot be renewed, trying again', { ...told, error: String(error) });
    }
    if (!this.#held) {
      journal.warn('another process took the deliveries over', told);
      return this.#told.lost();
    }
    try {
      await this.#told.gained();
    } catch (error) {
      journal.warn('the deliveries cannot begin yet, trying again', { ...told, error: String(error) });
      this.#held = false;
      await this.#told.lost();
    }
  }
}
