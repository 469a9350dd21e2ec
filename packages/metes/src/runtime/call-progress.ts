import type { CursorWrite, HandledWrite } from './ports/batch.ts';
import type { Message } from './message.ts';
import type { Place } from './place.ts';
import type { StoredCursor } from './ports/context-store.ts';
import type { Marks } from './work.ts';

/**
 * The place of a subscription whose messages end out of order: the cursor stands before the first that has not ended,
 * and what ended beyond it is marked one by one.
 */
export class CallProgress {
  readonly #subscription: string;
  readonly #place: Place;
  /** Taken in and not ended, in the order of positions. */
  readonly #open = new Set<number>();
  /** Ended beyond the cursor before this beginning, as the store knows. */
  #handled = new Set<number>();
  #ending = new Set<number>();
  #seen = 0;

  constructor(subscription: string, place: Place) {
    this.#subscription = subscription;
    this.#place = place;
  }

  begin({ position, handled }: Pick<StoredCursor, 'position' | 'handled'>): void {
    this.#handled = new Set(handled);
    this.#open.clear();
    this.#ending.clear();
    this.#seen = position;
  }

  /** Takes a message in; false when it had ended before a restart. */
  open(position: number): boolean {
    if (this.#handled.has(position)) return false;
    this.#open.add(position);
    return true;
  }

  /** The log has been looked through up to here. */
  saw(upTo: number): void {
    this.#seen = Math.max(this.#seen, upTo);
  }

  /**
   * The marks that say that a message has ended. It is marked even where the cursor moves past it: another process may
   * have marked it, without moving the cursor, and then this batch has to be refused.
   */
  end(message: Message): {
    readonly cursors: readonly CursorWrite[];
    readonly handled: readonly HandledWrite[];
  } {
    this.#open.delete(message.position);
    this.#ending.add(message.position);
    const [first] = this.#open;
    const reach = first === undefined ? Math.max(this.#seen, message.position) : first - 1;
    return {
      cursors: this.#place.move(reach),
      handled: [{ subscription: this.#subscription, position: message.position, eventId: message.id }],
    };
  }

  /** The move when all that was seen has ended. */
  idleMove(): readonly CursorWrite[] {
    return this.#open.size === 0 ? this.#place.move(this.#seen) : [];
  }

  /** Marks are in the store; others may be on their way. */
  committed({ cursors, handled = [] }: Pick<Marks, 'cursors' | 'handled'>): void {
    for (const { position } of handled) this.#ending.delete(position);
    this.#place.committed(cursors);
    for (const position of this.#handled) if (position <= this.#place.durable) this.#handled.delete(position);
  }

  /** What is not in the store by now will not get there: what it ended is open again. */
  rolledBack(): void {
    const open = [...this.#open, ...this.#ending].sort((a, b) => a - b);
    this.#open.clear();
    for (const position of open) this.#open.add(position);
    this.#ending.clear();
    this.#place.rolledBack();
  }
}
