import { MetesError } from '../../base/errors.ts';
import type { AnswerKey, Batch } from './batch.ts';
import type { NewEvent } from './log-record.ts';

/** The most bytes of JSON that an event's data, or one of its published forms, may have; a broker takes 1 MiB with the envelope. */
export const mostEventBytes = 1_000_000;

/**
 * Refuses an event whose data is too large for a message.
 *
 * @param json the JSON of its data or of a published form
 * @throws METES_STORE_TOO_LARGE
 */
export function checkEventSize(event: NewEvent, json: string): void {
  // A character of a JavaScript string has at most three bytes in UTF-8.
  if (json.length * 3 <= mostEventBytes) return;
  const bytes = utf8Length(json);
  if (bytes <= mostEventBytes) return;
  throw new MetesError('METES_STORE_TOO_LARGE', {
    type: event.type,
    aggregate: `${event.aggregateType} ${event.aggregateId}`,
    bytes,
    most: mostEventBytes,
  });
}

// With the flag u, \p{Cs} is only a surrogate without its partner.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unstorable = /[\u0000\u001e\u001f\p{Cs}]/u;

/** True for texts that every store keeps as they are. Inside JSON any text is fine, since JSON escapes it. */
export function isStorable(text: string): boolean {
  return !unstorable.test(text);
}

const sign = '\u001f';

/** One text for all that an answer is kept under, another one for each, whether it can be stored or not. */
export function answerName({ principal, route, key }: AnswerKey): string {
  // JSON, which takes ten times as long, writes the sign in another way: its texts are none of the joined ones.
  if ([principal, route, key].some((part) => part.includes(sign)))
    return JSON.stringify([principal, route, key]);
  return `${principal}${sign}${route}${sign}${key}`;
}

/**
 * Refuses a batch with an id or key that a store could not keep as it is, or with two answers under one key.
 *
 * @throws METES_STORE_TEXT_REFUSED; METES_STORE_CONFLICT
 */
export function checkBatch(context: string, batch: Batch): void {
  checkTexts(batch);
  if (batch.answers.length < 2) return;
  const seen = new Set<string>();
  for (const { principal, route, key } of batch.answers) {
    const name = answerName({ principal, route, key });
    if (seen.has(name)) {
      const conflicts = { aggregates: [], tallies: [], answers: [key], cursors: [], deadlines: [] };
      throw new MetesError('METES_STORE_CONFLICT', { context, what: key, conflicts });
    }
    seen.add(name);
  }
}

function checkTexts(batch: Batch): void {
  for (const each of batch.aggregates) check('id', each.type, each.id);
  for (const each of batch.events) {
    check('causation', each.type, each.causation);
    check('correlation', each.type, each.correlation);
  }
  for (const each of batch.tallies) check('key', each.tally, each.key);
  for (const each of batch.answers) {
    check('principal', 'an answer', each.principal);
    check('idempotency key', 'an answer', each.key);
    check('route', 'an answer', each.route);
  }
  for (const each of batch.parked) check('key', each.subscription, each.key);
  for (const each of batch.deadlines) check('aggregate', each.deadline, each.aggregateId);
  for (const each of batch.rows) check('key', each.projection, each.key);
}

function check(field: string, subject: string, text: string): void {
  if (!isStorable(text)) throw new MetesError('METES_STORE_TEXT_REFUSED', { field, subject });
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
