import type { Fence } from './ports/batch.ts';
import type { Clock } from './ports/clock.ts';
import type { ContextStore } from './ports/context-store.ts';
import type { Journal } from './ports/journal.ts';
import type { Timers } from './ports/timers.ts';

/** How long a lease lasts without being renewed, and how often it is renewed, milliseconds. */
const ttlMs = 6_000;
const renewMs = 2_000;

/** What a lease works with. */
export interface LeasePorts {
  readonly store: ContextStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly journal: Journal;
}

/** Who is told of gaining and losing a lease. A `gained` that fails is tried again later, after `lost`. */
export interface LeaseHolder {
  readonly gained: () => Promise<void>;
  readonly lost: () => Promise<void>;
}

/**
 * The right to handle the deliveries of a context, held by one process at a time. For most effects it only saves wasted
 * work: what makes them happen once is checked in the commit, such as the cursor. What rests on memory alone is committed
 * under the lease as a fence.
 */
export class Lease {
  readonly #ports: LeasePorts;
  readonly #terms: Fence;
  readonly #told: LeaseHolder;
  #held = false;
  /** When the lease was asked for the last time that it was given. */
  #renewedAt = 0;
  #stopped = false;
  #renewing: Promise<void> | undefined;
  #cancel: (() => void) | undefined;

  constructor(ports: LeasePorts, terms: Fence, told: LeaseHolder) {
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
    const { lease, holder } = this.#terms;
    this.#held = false;
    await this.#ports.store.release(lease, holder).catch(() => undefined);
  }

  async #renew(): Promise<void> {
    await (this.#renewing = this.#tryToRenew());
    if (!this.#stopped) this.#cancel = this.#ports.timers.after(renewMs, () => void this.#renew());
  }

  async #tryToRenew(): Promise<void> {
    const { store, journal, clock } = this.#ports;
    const { lease, holder } = this.#terms;
    const told = { context: store.context, holder };
    let held: boolean;
    const asked = clock.now();
    try {
      held = await store.lease(lease, holder, ttlMs);
    } catch (error) {
      return journal.warn('the lease cannot be renewed, trying again', { ...told, error: String(error) });
    }
    if (this.#stopped) return;
    // A process that stood still for longer than that finds its lease again, but another may have had it in between.
    const lapsed = asked - this.#renewedAt > ttlMs;
    if (held) this.#renewedAt = asked;
    if (this.#held && (!held || lapsed)) {
      this.#held = false;
      journal.warn('another process has taken the deliveries over, or may have', told);
      await this.#told.lost();
    }
    if (held && !this.#held && !this.#stopped) await this.#begin(told);
  }

  async #begin(told: { readonly context: string; readonly holder: string }): Promise<void> {
    this.#held = true;
    try {
      await this.#told.gained();
    } catch (error) {
      this.#ports.journal.warn('the deliveries cannot begin yet, trying again', {
        ...told,
        error: String(error),
      });
      this.#held = false;
      await this.#told.lost();
    }
  }
}
