import type { Fence } from './ports/batch.ts';
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
 * The right to handle the deliveries of a context, held by one process at a time. For most effects it only saves wasted
 * work: what makes them happen once is checked in the commit, such as the cursor. What rests on memory alone is committed
 * under the lease as a fence. Each time that it is taken the holder has another name, so that nothing passes the fence
 * that rests on memory from before somebody else held it.
 */
export class Lease {
  readonly #ports: LeasePorts;
  readonly #lease: string;
  readonly #instance: string;
  readonly #told: LeaseHolder;
  #terms = 1;
  #fence: Fence;
  /** The store gave it under the name of the fence. */
  #given = false;
  #held = false;
  #stopped = false;
  #renewing: Promise<void> | undefined;
  #cancel: (() => void) | undefined;

  /** @param first the name of the lease, and that of the holder the first time: a process that is restarted under it takes the lease up at once */
  constructor(ports: LeasePorts, first: Fence, told: LeaseHolder) {
    this.#ports = ports;
    this.#lease = first.lease;
    this.#instance = first.holder;
    this.#fence = first;
    this.#told = told;
  }

  /** What commits that rest on memory are to be checked against. */
  get fence(): Fence {
    return this.#fence;
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
    const { lease, holder } = this.#fence;
    this.#held = this.#given = false;
    await this.#ports.store.release(lease, holder).catch(() => undefined);
  }

  async #renew(): Promise<void> {
    await (this.#renewing = this.#tryToRenew());
    if (!this.#stopped) this.#cancel = this.#ports.timers.after(renewMs, () => void this.#renew());
  }

  async #tryToRenew(): Promise<void> {
    const { store, journal } = this.#ports;
    const told = { context: store.context, holder: this.#instance };
    try {
      if (this.#given && !(await store.renewLease(this.#lease, this.#fence.holder, ttlMs)))
        await this.#gone(told);
      this.#given ||= !this.#stopped && (await store.lease(this.#lease, this.#fence.holder, ttlMs));
    } catch (error) {
      return journal.warn('the lease cannot be renewed, trying again', { ...told, error: String(error) });
    }
    if (this.#given && !this.#held && !this.#stopped) await this.#begin(told);
  }

  /** Somebody else has it, or has had it since. */
  async #gone(told: { readonly context: string; readonly holder: string }): Promise<void> {
    this.#given = false;
    this.#fence = { lease: this.#lease, holder: `${this.#instance}~${++this.#terms}` };
    if (!this.#held || this.#stopped) return;
    this.#held = false;
    this.#ports.journal.warn('another process has taken the deliveries over', told);
    await this.#told.lost();
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
