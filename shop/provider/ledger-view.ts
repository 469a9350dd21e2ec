import { type Books, metadataPair } from './books.ts';
import type { Form } from './form.ts';
import type { Intent } from './intent.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { integer } from './parameters.ts';

/** One intent as the books see it; amounts in minor units. */
export interface IntentSummary extends Pick<
  Intent,
  'id' | 'status' | 'currency' | 'captured' | 'refunded' | 'capturable' | 'metadata'
> {
  /** What was authorised, 0 when every attempt was declined. */
  readonly authorised: number;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly idempotencyKey: string | null;
  readonly entries: number;
}

/** Entries in order, as an array: `after` a number, at most `limit`, of one `intent` or with `metadata[key]`. */
export function ledgerPage(
  books: Books,
  form: Form,
): { entries: LedgerEntry[]; last: number; more: boolean } {
  const after = integer(form, 'after', 0, Number.MAX_SAFE_INTEGER, 0);
  const limit = integer(form, 'limit', 1, 10_000_000, 10_000_000);
  const ids = chosenIntents(books, form);
  const from =
    ids === undefined
      ? books.entries.slice(after, after + limit + 1)
      : ids
          .flatMap((id) => books.intents.get(id)?.entries ?? [])
          .filter(({ seq }) => seq > after)
          .sort((a, b) => a.seq - b.seq);
  return { entries: from.slice(0, limit), last: books.entries.length, more: from.length > limit };
}

/** One line per intent, oldest first, with the same filters. */
export function summaries(books: Books, form: Form): { intents: IntentSummary[]; last: number } {
  const ids = chosenIntents(books, form) ?? books.intentsByAge;
  const intents: IntentSummary[] = [];
  for (const id of ids) {
    const record = books.intents.get(id);
    if (record === undefined) continue;
    const { status, currency, captured, refunded, capturable, metadata, createdAt, amount } = record.intent;
    const isAuthorised = record.entries.some(({ kind }) => kind === 'authorised');
    const idempotencyKey = record.entries[0]?.idempotencyKey ?? null;
    intents.push({
      id,
      status,
      currency,
      authorised: isAuthorised ? amount : 0,
      captured,
      refunded,
      capturable,
      metadata,
      createdAt,
      idempotencyKey,
      entries: record.entries.length,
    });
  }
  return { intents, last: books.entries.length };
}

function chosenIntents(books: Books, form: Form): readonly string[] | undefined {
  const intent = form.get('intent');
  if (intent !== undefined) return [intent];
  let ids: readonly string[] | undefined;
  for (const [name, value] of form) {
    const key = /^metadata\[([^[\]]+)\]$/.exec(name)?.[1];
    if (key === undefined) continue;
    const found = books.byMetadata.get(metadataPair(key, value)) ?? [];
    ids = ids === undefined ? found : ids.filter((id) => found.includes(id));
  }
  return ids;
}
