import type { ContextMap } from '../model/context-map.ts';
import type { AnnouncedBoundary, Boundary } from '../runtime/ports/boundary.ts';
import type { Clock } from '../runtime/ports/clock.ts';
import type { ContextStore } from '../runtime/ports/context-store.ts';
import type { Feed } from '../runtime/ports/feed.ts';
import type { Journal } from '../runtime/ports/journal.ts';
import type { Random } from '../runtime/ports/random.ts';
import type { Timers } from '../runtime/ports/timers.ts';

/** The ports that stores work with. */
export interface StorePorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly journal: Journal;
}

/** The stores of the contexts that run here, and the way to the logs of those that run elsewhere. */
export interface OpenStores {
  store(context: string): ContextStore;
  /** The way to the log of a context that runs elsewhere. */
  feed(publisher: string): Feed;
  /** What is kept about the boundary of a context that runs here. */
  boundary(context: string): Boundary;
  /** What a context that runs elsewhere has announced; nothing when it was never started. @throws METES_STORE_UNAVAILABLE */
  announced(context: string): Promise<AnnouncedBoundary>;
  close(): Promise<void>;
}

/** A kind of store: opens what the named contexts of a map need. */
export interface Stores {
  open(map: ContextMap, contexts: readonly string[], ports: StorePorts): Promise<OpenStores>;
}
