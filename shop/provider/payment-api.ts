import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, answerOf, answerOfRefusal, outage } from './answer.ts';
import type { FaultDesk, Occasion } from './fault-desk.ts';
import { decodeForm, fingerprint, type Form } from './form.ts';
import type { IdempotencyDesk } from './idempotency.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { decide, occasionOf, read } from './operations.ts';
import { ProviderRefusal } from './provider-refusal.ts';
import { type Route, routeOf } from './route.ts';
import { spoil } from './spoil.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';

/** A request to the API, free of HTTP. */
export interface ApiRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The encoded query of a GET or body of a POST. */
  readonly parameters: string;
  readonly key: string | undefined;
}

/** What goes back over the wire: an answer, silence, or a reset. */
export type Outcome =
  | { readonly do: 'answer'; readonly answer: Answer; readonly replayOf?: string }
  | { readonly do: 'hang' }
  | { readonly do: 'reset' };

/** What the API works on. */
export interface ApiParts {
  readonly ledger: Ledger;
  readonly faults: FaultDesk;
  readonly idempotency: IdempotencyDesk;
  readonly webhooks: WebhookDelivery;
  readonly now: () => number;
  /** Ends delays that are under way when the provider stops. */
  readonly stopping: AbortSignal;
}

/** Carries out one request, with the faults on order before and after its effect. */
export async function handleRequest(parts: ApiParts, request: ApiRequest): Promise<Outcome> {
  const { ledger, faults } = parts;
  let occasion: Occasion = {};
  let replay: LedgerEntry | undefined;
  let outcome: Outcome;
  try {
    const route = routeOf(request.method, request.path);
    if (route === undefined) throw unrecognised(request);
    const form = decodeForm(request.parameters);
    occasion = occasionOf(ledger.books, route, form);
    const guarded = route.changes && request.key !== undefined;
    const print = fingerprint(request.method, request.path, form);
    if (guarded) replay = parts.idempotency.admit(request.key, print);
    try {
      outcome =
        (await before(parts, occasion)) ??
        (await carryOut(parts, request, route, form, occasion, print, replay));
    } finally {
      if (guarded) parts.idempotency.release(request.key);
    }
    if (outcome.do !== 'answer') return outcome;
    outcome = await after(parts, occasion, route, outcome);
    if (outcome.do !== 'answer') return outcome;
  } catch (fault) {
    if (!(fault instanceof ProviderRefusal)) throw fault;
    outcome = { do: 'answer', answer: answerOfRefusal(fault) };
  }
  const { status, body } = outcome.answer;
  const answer = { status, body: spoil(faults, occasion, body, 'response') };
  return { do: 'answer', answer, ...(replay === undefined ? {} : { replayOf: replay.request }) };
}

async function before({ faults, stopping }: ApiParts, occasion: Occasion): Promise<Outcome | undefined> {
  if (faults.take('dropConnection', occasion) !== undefined) return { do: 'reset' };
  const delay = faults.take('delay', occasion, ({ at }) => at === 'before');
  if (delay !== undefined && !(await waited(delay.ms, stopping))) return { do: 'reset' };
  const failure = faults.take('respond500', occasion, ({ at }) => at === 'before');
  return failure === undefined ? undefined : { do: 'answer', answer: outage(failure.status) };
}

async function carryOut(
  parts: ApiParts,
  request: ApiRequest,
  route: Route,
  form: Form,
  occasion: Occasion,
  print: string,
  replay: LedgerEntry | undefined,
): Promise<Outcome> {
  const { ledger, faults, webhooks } = parts;
  if (!route.changes || replay !== undefined) {
    const answer =
      replay === undefined
        ? read(ledger.books, faults, route, form, request.key, parts.now())
        : answerOf(ledger.books, replay);
    // What is shown must not be taken back by a crash.
    await ledger.settled();
    return { do: 'answer', answer };
  }
  const draft = decide(ledger.books, faults, route, form, occasion);
  const failure = faults.take('respond500', occasion, ({ at, sticky }) => at === 'after' && sticky);
  const { entry, durable } = ledger.record(draft, {
    request: request.id,
    ...(request.key === undefined ? {} : { idempotencyKey: request.key, fingerprint: print }),
    ...(webhooks.endpoint === undefined ? {} : { notify: true }),
    ...(failure === undefined ? {} : { answered: failure.status }),
  });
  const answer = answerOf(ledger.books, entry);
  await durable;
  webhooks.tell(entry);
  return { do: 'answer', answer };
}

async function after(
  { faults, stopping }: ApiParts,
  occasion: Occasion,
  route: Route,
  outcome: Outcome & { do: 'answer' },
): Promise<Outcome> {
  const delay = faults.take('delay', occasion, ({ at }) => at === 'after');
  if (delay !== undefined && !(await waited(delay.ms, stopping))) return { do: 'reset' };
  const succeeded = route.changes && outcome.answer.status === 200;
  const silence = faults.take('timeOutAfterSuccess', occasion, () => succeeded);
  if (silence !== undefined) return { do: silence.how };
  const failure = faults.take(
    'respond500',
    occasion,
    ({ at, sticky }) => at === 'after' && !sticky && outcome.answer.status < 500,
  );
  return failure === undefined ? outcome : { do: 'answer', answer: outage(failure.status) };
}

async function waited(ms: number, stopping: AbortSignal): Promise<boolean> {
  return pause(ms, true, { signal: stopping }).catch(() => false);
}

function unrecognised({ method, path }: ApiRequest): ProviderRefusal {
  return new ProviderRefusal(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path.slice(0, 200)}).`,
  });
}
