import { isMetesError } from '../base/errors.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import type { Retry } from '../model/call.ts';
import { milliseconds } from '../base/duration.ts';
import { type Message, parkedForm } from './message.ts';
import { backoffMs } from './pause.ts';
import type { ParkedCause, ParkedWrite } from './ports/batch.ts';
import type { ContextStore, StoredParked } from './ports/context-store.ts';
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

/**
 * The messages that a subscription has set aside. One that fails holds back the later ones of its key and no others; it
 * is tried again with growing pauses until a person has to decide. Everything is kept in the store.
 */
export class Parking {
  readonly #setting: ParkingSetting;
  /** Positions by key, those that the store has. */
  readonly #held = new Map<string, Set<number>>();
  /** Keys of messages that the round being put together parks. */
  readonly #assumed = new Map<string, number>();
  readonly #trying = new Set<number>();
  #cancel: (() => void) | undefined;
  #looking = false;
  #stopped = false;

  constructor(setting: ParkingSetting) {
    this.#setting = setting;
  }

  /** Reads what is parked from the store. */
  async start(): Promise<void> {
    this.#stopped = false;
    await this.#look();
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
    let count = 0;
    for (const positions of this.#held.values()) count += positions.size;
    return count;
  }

  /** The entry for a message that failed for the `attempts`th time, or that waits behind another one. */
  entry(message: Message, reactions: readonly string[], failure?: { readonly error: unknown; readonly attempts: number }): ParkedWrite {
    const { subscription, random, retry } = this.#setting;
    const base = { subscription, key: message.subject, position: message.position, eventId: message.id, message: parkedForm(message), reactions };
    if (!failure) return { ...base, state: 'waiting', attempts: 0, dueInMs: 0 };
    const { error, attempts } = failure;
    const cause = causeOf(error);
    const dead = isFinal(error) || attempts >= retry.attempts;
    if (dead) {
      this.#setting.journal.error('a message became a dead letter', { subscription, position: message.position, key: message.subject, code: cause.code, reason: cause.message });
    }
    const bounds = { firstMs: milliseconds(retry.first), mostMs: milliseconds(retry.most) };
    return { ...base, state: dead ? 'dead' : 'retrying', attempts, dueInMs: dead ? 0 : backoffMs(random, attempts, bounds), cause };
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
    this.#add(entry.key, entry.position);
    const assumed = (this.#assumed.get(entry.key) ?? 1) - 1;
    if (assumed > 0) this.#assumed.set(entry.key, assumed);
    else this.#assumed.delete(entry.key);
    this.#lookIn(entry.state === 'retrying' ? entry.dueInMs : lookAgainMs);
  }

  /** The message was handled and its entry is gone from the store. */
  unparked(key: string, position: number): void {
    const positions = this.#held.get(key);
    positions?.delete(position);
    if (positions?.size === 0) this.#held.delete(key);
    if (this.#held.size > 0) this.#lookIn(0);
  }

  #add(key: string, position: number): void {
    const positions = this.#held.get(key) ?? new Set<number>();
    positions.add(position);
    this.#held.set(key, positions);
  }

  #due: number | undefined;

  #lookIn(ms: number): void {
    if (this.#stopped) return;
    if (this.#cancel && this.#due !== undefined && this.#due <= ms) return;
    this.#cancel?.();
    this.#due = ms;
    this.#cancel = this.#setting.timers.after(ms, () => {
      this.#cancel = undefined;
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#stopped) return;
    this.#looking = true;
    let soonest = lookAgainMs;
    try {
      const { store, subscription } = this.#setting;
      const all = await store.parked({ subscription, limit: 1_000 });
      const heads = new Map<string, StoredParked>();
      for (const each of all) {
        this.#add(each.key, each.position);
        if (!heads.has(each.key)) heads.set(each.key, each);
      }
      for (const head of heads.values()) {
        if (head.state === 'dead' || this.#trying.has(head.position)) continue;
        if (head.state === 'retrying' && head.dueInMs > 0) soonest = Math.min(soonest, head.dueInMs);
        else this.#tryAgain(head);
      }
    } catch (error) {
      if (!isMetesError(error, 'METES_STORE_UNAVAILABLE')) this.#setting.journal.error('parked messages cannot be read', { error: String(error) });
    } finally {
      this.#looking = false;
    }
    if (this.#held.size > 0) this.#lookIn(soonest);
  }

  #tryAgain(head: StoredParked): void {
    this.#trying.add(head.position);
    this.#setting.again(head, () => {
      this.#trying.delete(head.position);
      this.#lookIn(0);
    });
  }
}

/** Refusals of the domain and messages that nobody here can read do not get better by trying again. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof DomainRuleBroken ||
    isMetesError(error, 'METES_CONTRACT_INVALID') ||
    isMetesError(error, 'METES_CONTRACT_VERSION_UNKNOWN') ||
    isMetesError(error, 'METES_RUNTIME_REACTION_UNKNOWN')
  );
}

function causeOf(error: unknown): ParkedCause {
  if (isMetesError(error)) return { code: error.code, message: error.message, stack: error.stack };
  if (error instanceof DomainRuleBroken) return { code: 'DOMAIN_RULE_BROKEN', message: error.message, stack: error.stack };
  if (error instanceof Error) return { code: error.name, message: error.message, stack: error.stack };
  return { code: 'UNKNOWN', message: String(error) };
}
