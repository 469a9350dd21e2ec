import { applyToIntent, type Intent } from './intent.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { addToTotals, type Totals } from './totals.ts';

/** An intent with the entries that made it. */
export interface IntentRecord {
  intent: Intent;
  readonly entries: LedgerEntry[];
  /** Place among all intents, oldest first. */
  readonly place: number;
}

/** Everything the provider knows: a fold of the ledger plus the indexes to find things in it. */
export interface Books {
  readonly entries: LedgerEntry[];
  readonly intents: Map<string, IntentRecord>;
  readonly intentsByAge: string[];
  readonly refunds: Map<string, LedgerEntry>;
  readonly keys: Map<string, LedgerEntry>;
  readonly byMetadata: Map<string, string[]>;
  readonly totals: Totals;
}

/** Books in which nothing has happened. */
export function emptyBooks(): Books {
  return {
    entries: [],
    intents: new Map(),
    intentsByAge: [],
    refunds: new Map(),
    keys: new Map(),
    byMetadata: new Map(),
    totals: new Map(),
  };
}

/** Enters one ledger entry; the result depends on the entries and their order alone. */
export function enter(books: Books, entry: LedgerEntry): void {
  const record = books.intents.get(entry.intent);
  const after = applyToIntent(record?.intent, entry);
  books.entries.push(entry);
  if (entry.idempotencyKey !== undefined) books.keys.set(entry.idempotencyKey, entry);
  if (entry.kind === 'refunded') books.refunds.set(entry.id, entry);
  addToTotals(books.totals, entry, record?.intent, after);
  if (record !== undefined) {
    record.intent = after;
    record.entries.push(entry);
    return;
  }
  books.intents.set(entry.intent, { intent: after, entries: [entry], place: books.intentsByAge.length });
  books.intentsByAge.push(entry.intent);
  for (const [key, value] of Object.entries(after.metadata)) {
    const pair = metadataPair(key, value);
    const ids = books.byMetadata.get(pair);
    if (ids === undefined) books.byMetadata.set(pair, [entry.intent]);
    else ids.push(entry.intent);
  }
}

/** The index key of one metadata pair. */
export function metadataPair(key: string, value: string): string {
  return `${key}\u0000${value}`;
}
