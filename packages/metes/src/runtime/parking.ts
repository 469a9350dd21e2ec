import { milliseconds } from '../base/duration.ts';
import { isMetesError } from '../base/errors.ts';
import type { Retry } from '../model/call.ts';
import { HeldKeys } from './held-keys.ts';
import { type Message, parkedForm } from './message.ts';
import { causeOf, isFinal } from './parked-cause.ts';
import { backoffMs } from './pause.ts';
import type { ParkedWrite } from './ports/batch.ts';
import type { ContextStore, ParkedPlace, StoredParked } from './ports/context-store.ts';
import type { Journal } from './ports/journal.ts';
import type { Random } from './ports/random.ts';
import type { Timers } from './ports/timers.ts';

/** What the parking of a subscription works with. */
export interface ParkingSetting {
  readonly subscription: string;
  readonly store: ContextStore;
  readonly timers: Timers;
  readonly random: Random;
  readonly journal: Journal;
  readonly retry: Retry;
  /** Handles a parked message again; `done` is called when that has ended, however it ended. */
  readonly again: (parked: StoredParked, done: () => void) => void;
}

/** How long until the parked messages are looked through again when nothing is known to be due, milliseconds. */
const lookAgainMs = 1_000;
/** How many messages are tried again at once. */
const mostAtOnce = 500;
/** How many places are read at once when a subscription begins. */
const placesAtOnce = 20_000;

/**
 * The messages that a subscription has set aside. One that fails holds back the later ones of its key and no others; it
 * is tried again with growing pauses until a person has to decide. Everything is kept in the store.
 */
export class Parking {
  readonly #setting: ParkingSetting;
  /** Those that the store has. */
  readonly #held = new HeldKeys();
  /** Keys of messages that rounds park which are on their way or being put together. */
  readonly #assumed = new Map<string, number>();
  #trying = new Set<number>();
  /** Positions whose try ended since the last look began. */
  #ended = new Set<number>();
  #cancel: (() => void) | undefined;
  #pendingMs = 0;
  #looking = false;
  #lookOnceMore = false;
  #stopped = true;

  constructor(setting: ParkingSetting) {
    this.#setting = setting;
  }

  /** Reads what is parked from the store. @throws METES_STORE_UNAVAILABLE: without knowing it, nothing may be handled */
  async start(): Promise<void> {
    this.#stopped = false;
    this.#held.clear();
    this.#assumed.clear();
    // Whoever tries something from before is of the past: nobody waits for him.
    const trying = new Set<number>();
    this.#trying = trying;
    const { store, subscription } = this.#setting;
    for (let after: ParkedPlace | undefined; ;) {
      const places = await store.parkedPlaces(subscription, { after, limit: placesAtOnce });
      if (trying !== this.#trying) return;
      for (const { key, position, state } of places) this.#held.add(key, position, state);
      after = places.at(-1);
      if (places.length < placesAtOnce) break;
    }
    if (!this.#held.isEmpty) this.#lookIn(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** True while an earlier message of the key is set aside. */
  holds(key: string): boolean {
    return this.#assumed.has(key) || this.#held.has(key);
  }

  /** How many messages are set aside. */
  get count(): number {
    return this.#held.count;
  }

  /** The entry for a message that failed for the `attempts`th time, or that waits behind another one. */
  entry(
    message: Message,
    reactions: readonly string[],
    failure?: { readonly error: unknown; readonly attempts: number },
  ): ParkedWrite {
    const { subscription, random, retry } = this.#setting;
    const base = {
      subscription,
      key: message.subject,
      position: message.position,
      eventId: message.id,
      message: parkedForm(message),
      reactions,
    };
    if (!failure) return { ...base, state: 'waiting', attempts: 0, dueInMs: 0 };
    const { error, attempts } = failure;
    const dead = isFinal(error) || attempts >= retry.attempts;
    const bounds = { firstMs: milliseconds(retry.first), mostMs: milliseconds(retry.most) };
    return {
      ...base,
      state: dead ? 'dead' : 'retrying',
      attempts,
      dueInMs: dead ? 0 : backoffMs(random, attempts, bounds),
      cause: causeOf(error),
    };
  }

  /** The round parks a message of this key; later ones of the key have to wait. */
  assume(key: string): void {
    this.#assumed.set(key, (this.#assumed.get(key) ?? 0) + 1);
  }

  /** The round did not commit. */
  forgetAssumed(): void {
    this.#assumed.clear();
  }

  /** The entry is in the store. */
  parked(entry: ParkedWrite): void {
    const { subscription, key, position, state, dueInMs, cause } = entry;
    if (state === 'dead') {
      this.#setting.journal.error('a message became a dead letter', {
        subscription,
        position,
        key,
        code: cause?.code,
        reason: cause?.message,
      });
    }
    this.#held.add(key, position, state);
    const assumed = (this.#assumed.get(key) ?? 1) - 1;
    if (assumed > 0) this.#assumed.set(key, assumed);
    else this.#assumed.delete(key);
    this.#lookIn(state === 'retrying' ? dueInMs : this.#held.anyReady ? 0 : lookAgainMs);
  }

  /** The message was handled and its entry is gone from the store. */
  unparked(key: string, position: number): void {
    this.#held.remove(key, position);
    if (!this.#held.isEmpty) this.#lookIn(0);
  }

  #lookIn(ms: number): void {
    if (this.#stopped) return;
    if (this.#looking && ms === 0) this.#lookOnceMore = true;
    if (this.#cancel && this.#pendingMs <= ms) return;
    this.#cancel?.();
    this.#pendingMs = ms;
    this.#cancel = this.#setting.timers.after(ms, () => {
      this.#cancel = undefined;
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#stopped) return;
    this.#looking = true;
    this.#lookOnceMore = false;
    const trying = this.#trying;
    const ended = (this.#ended = new Set<number>());
    let soonest = lookAgainMs;
    let failed = false;
    const keys = this.#held.next(mostAtOnce - trying.size);
    try {
      const { store, subscription } = this.#setting;
      const wanted = { keys, withinMs: lookAgainMs, limit: mostAtOnce };
      for (const head of await store.parkedHeads(subscription, wanted)) {
        if (this.#stopped || trying !== this.#trying) break;
        // Handled while the store was being asked: what it says of this one is of the past.
        if (ended.has(head.position)) continue;
        this.#held.add(head.key, head.position, head.state);
        if (trying.has(head.position)) continue;
        if (head.state === 'retrying' && head.dueInMs > 0) soonest = Math.min(soonest, head.dueInMs);
        else this.#tryAgain(head, trying);
      }
    } catch (error) {
      this.#held.putBack(keys);
      failed = true;
      if (!isMetesError(error, 'METES_STORE_UNAVAILABLE'))
        this.#setting.journal.error('parked messages cannot be read', { error: String(error) });
    } finally {
      this.#looking = false;
    }
    if (this.#held.isEmpty) return;
    const more = this.#lookOnceMore || (this.#held.anyReady && trying.size < mostAtOnce);
    this.#lookIn(more && !failed ? 0 : soonest);
  }

  #tryAgain(head: StoredParked, trying: Set<number>): void {
    trying.add(head.position);
    this.#setting.again(head, () => {
      trying.delete(head.position);
      this.#ended.add(head.position);
      if (trying === this.#trying) this.#lookIn(0);
    });
  }
}
