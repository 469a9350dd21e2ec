import { join } from 'node:path';
import { type Books, emptyBooks, enter } from './books.ts';
import { Journal, JournalBroken } from './journal.ts';
import type { LedgerDraft, LedgerEntry, LedgerOrigin } from './ledger-entry.ts';

/** The ground truth of the provider: an append-only file of entries and the books that follow from it. */
export class Ledger {
  readonly books: Books;
  readonly #journal: Journal;
  readonly #now: () => number;

  private constructor(books: Books, journal: Journal, now: () => number) {
    this.books = books;
    this.#journal = journal;
    this.#now = now;
  }

  /** Opens `ledger.jsonl` in the folder and rebuilds the books from it. */
  static async open(
    folder: string,
    now: () => number = Date.now,
    onBroken?: (cause: unknown) => void,
  ): Promise<Ledger> {
    const books = emptyBooks();
    const journal = await Journal.open(join(folder, 'ledger.jsonl'), (line, number) => {
      enter(books, readEntry(line, number));
    });
    if (onBroken !== undefined) journal.onBroken = onBroken;
    return new Ledger(books, journal, now);
  }

  /** Why the ledger can no longer be written, if so. */
  get broken(): unknown {
    return this.#journal.broken;
  }

  /** Enters a draft at once, so that the next decision sees it; `durable` resolves when it may be acknowledged. */
  record(draft: LedgerDraft, origin: LedgerOrigin): { entry: LedgerEntry; durable: Promise<void> } {
    if (this.#journal.broken !== undefined) throw new JournalBroken('the ledger can no longer be written');
    const entry: LedgerEntry = { seq: this.books.entries.length + 1, at: this.#now(), ...draft, ...origin };
    enter(this.books, entry);
    return { entry, durable: this.#journal.append(JSON.stringify(entry)) };
  }

  /** Resolves when everything the books show is on the disk; reads wait for it, so nothing seen is ever lost. */
  settled(): Promise<void> {
    return this.#journal.settled();
  }

  /** Waits for pending entries and closes the file. */
  close(): Promise<void> {
    return this.#journal.close();
  }
}

function readEntry(line: string, number: number): LedgerEntry {
  let entry: LedgerEntry;
  try {
    entry = JSON.parse(line) as LedgerEntry;
  } catch (cause) {
    throw new JournalBroken(`line ${number} of the ledger is not JSON: ${line.slice(0, 80)}`, { cause });
  }
  // Two writers in one folder, or lines taken out by hand, show here and must not go unnoticed.
  if (entry.seq !== number)
    throw new JournalBroken(`line ${number} of the ledger carries number ${entry.seq}`);
  return entry;
}
