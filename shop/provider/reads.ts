import { type Answer, refundJson } from './answer.ts';
import type { Books } from './books.ts';
import type { FaultDesk } from './fault-desk.ts';
import { findIntent } from './find-intent.ts';
import type { Form } from './form.ts';
import type { Intent } from './intent.ts';
import { chargeJson, intentIdOfCharge, intentJson } from './intent-json.ts';
import { limitOf, pageOf } from './page.ts';
import { integer, onlyKnown, required } from './parameters.ts';
import { badParameter, missing } from './provider-refusal.ts';
import { candidates, matchesSearch, parseSearch } from './search-query.ts';

const ok = (body: Record<string, unknown>): Answer => ({ status: 200, body });

/** Answers GET /v1/payment_intents/:id. */
export function retrieveIntent(books: Books, id: string, form: Form): Answer {
  onlyKnown(form, ['client_secret']);
  return ok(intentJson(findIntent(books, id)));
}

/** Answers GET /v1/payment_intents, newest first. */
export function listIntents(books: Books, form: Form): Answer {
  onlyKnown(form, ['limit', 'starting_after', 'ending_before', 'created']);
  const isWanted = createdWithin(form);
  const page = pageOf(
    books.intentsByAge,
    (id) => books.intents.get(id)?.place,
    (id) => {
      const intent = books.intents.get(id)?.intent;
      return intent !== undefined && isWanted(intent) ? intentJson(intent) : undefined;
    },
    form,
  );
  return ok({ object: 'list', data: page.items, has_more: page.more, url: '/v1/payment_intents' });
}

/** Answers GET /v1/payment_intents/search, newest first. */
export function searchIntents(books: Books, form: Form, faults: FaultDesk, now: number): Answer {
  onlyKnown(form, ['query', 'limit', 'page']);
  const query = parseSearch(required(form, 'query'));
  const limit = limitOf(form);
  const page = form.get('page');
  const before = page === undefined ? Infinity : books.intents.get(page)?.place;
  if (before === undefined) throw badParameter('page', 'Invalid page.');
  const stale = faults.take('staleSearch', { route: 'search' });
  const youngest = now - (stale?.ms ?? 0);

  const found: Intent[] = [];
  for (const id of candidates(books, query).toReversed()) {
    const record = books.intents.get(id);
    if (record === undefined || record.place >= before) continue;
    if (stale !== undefined && record.intent.createdAt > youngest) continue;
    if (matchesSearch(query, record.intent)) found.push(record.intent);
    if (found.length > limit) break;
  }
  const more = found.length > limit;
  if (more) found.pop();
  return ok({
    object: 'search_result',
    data: found.map(intentJson),
    has_more: more,
    next_page: more ? (found.at(-1)?.id ?? null) : null,
    url: '/v1/payment_intents/search',
  });
}

/** Answers GET /v1/refunds/:id. */
export function retrieveRefund(books: Books, id: string): Answer {
  const refund = books.refunds.get(id);
  if (refund === undefined) throw missing('refund', id.slice(0, 80));
  return ok(refundJson(refund));
}

/** Answers GET /v1/refunds, newest first, of all intents or of one. */
export function listRefunds(books: Books, form: Form): Answer {
  onlyKnown(form, ['limit', 'starting_after', 'ending_before', 'payment_intent', 'charge']);
  const charge = form.get('charge');
  const intent = form.get('payment_intent') ?? (charge === undefined ? undefined : intentIdOfCharge(charge));
  const ids =
    intent === undefined
      ? [...books.refunds.keys()]
      : (books.intents.get(intent)?.entries ?? [])
          .filter(({ kind }) => kind === 'refunded')
          .map(({ id }) => id);
  const places = new Map(ids.map((id, place) => [id, place]));
  const page = pageOf(
    ids,
    (id) => places.get(id),
    (id) => {
      const refund = books.refunds.get(id);
      return refund && refundJson(refund);
    },
    form,
  );
  return ok({ object: 'list', data: page.items, has_more: page.more, url: '/v1/refunds' });
}

/** Answers GET /v1/charges/:id. */
export function retrieveCharge(books: Books, id: string): Answer {
  const record = books.intents.get(intentIdOfCharge(id));
  if (record === undefined || !id.startsWith('ch_')) throw missing('charge', id.slice(0, 80));
  return ok(chargeJson(record.intent));
}

function createdWithin(form: Form): (intent: Intent) => boolean {
  const bound = (name: string, otherwise: number): number =>
    form.has(name) ? integer(form, name, 0, Number.MAX_SAFE_INTEGER, otherwise) : otherwise;
  const exact = bound('created', -1);
  const [above, from] = [bound('created[gt]', -1), bound('created[gte]', -1)];
  const [below, to] = [bound('created[lt]', Infinity), bound('created[lte]', Infinity)];
  return ({ createdAt }) => {
    const created = Math.floor(createdAt / 1000);
    return (
      created > above &&
      created >= from &&
      created < below &&
      created <= to &&
      (exact === -1 || created === exact)
    );
  };
}
