import { MetesError } from '../base/errors.ts';
import type { SavedAnswer } from '../runtime/ports/batch.ts';
import { admit } from './admission.ts';
import type { Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { readInput } from './input.ts';
import { isUnforeseen, problemAnswer } from './problem.ts';
import { requestTarget } from './request-target.ts';
import { savedAnswer } from './saved-answer.ts';
import { send } from './send.ts';
import type { Site } from './site.ts';
import { takeNotification } from './webhook-endpoint.ts';
import { carryOut, keyOf, type Reply } from './write-endpoint.ts';

interface Routed {
  readonly endpoint: Endpoint;
  readonly values: readonly string[];
  readonly path: string;
  readonly query: string;
}

/** Answers one request, whatever happens. Never throws. */
export async function answerRequest(site: Site, exchange: Exchange): Promise<void> {
  let routed: Routed | undefined;
  let reply: Reply | undefined;
  try {
    const found = find(site, exchange);
    if ('endpoint' in found) {
      routed = found;
      reply = await replyOf(site, found, exchange);
      if (!reply) return;
    } else reply = { answer: found, replayed: false };
  } catch (error) {
    if (isUnforeseen(error)) tell(site, exchange, routed, error);
    reply = { answer: problemAnswer(error, exchange.id), replayed: false };
  }
  const context = routed?.endpoint.running.context.name;
  if (context !== undefined) await site.failpoints?.pass('answer.before', context);
  send(exchange, reply.answer, { limits: site.limits, closing: site.closing, replayed: reply.replayed });
  if (context !== undefined) await site.failpoints?.pass('answer.after', context);
}

function find(site: Site, { req }: Exchange): Routed | SavedAnswer {
  if (req.headers.host === undefined && req.httpVersion === '1.1')
    throw new MetesError('METES_HTTP_MALFORMED', { reason: 'the header Host is missing' });
  const { expect } = req.headers;
  if (expect !== undefined && expect.toLowerCase() !== '100-continue')
    throw new MetesError('METES_HTTP_EXPECTATION', { expect: expect.slice(0, 100) });
  const { path, segments, query } = requestTarget(req.url!, site.limits);
  const method = req.method!;
  const found = site.router.find(method, segments);
  if (!found) throw new MetesError('METES_HTTP_NO_ROUTE', { method, path: path.slice(0, 200) });
  if (!found.target)
    throw new MetesError('METES_HTTP_METHOD', {
      method,
      path: path.slice(0, 200),
      allow: found.allow.join(', '),
    });
  if ('page' in found.target) return found.target.page();
  if (site.closing) throw new MetesError('METES_HTTP_NOT_READY', { reason: 'it is stopping' });
  return { endpoint: found.target, values: found.values, path, query };
}

async function replyOf(
  site: Site,
  { endpoint, values, path, query }: Routed,
  exchange: Exchange,
): Promise<Reply | undefined> {
  const { route } = endpoint;
  const { headers } = exchange.req;
  if (route.kind === 'webhook') return takeNotification(site, endpoint, route, exchange);
  const principal = admit(route.access, headers.authorization, site.authenticate, site.title);
  const key = route.kind === 'write' ? keyOf(route, endpoint.name, headers['idempotency-key']) : undefined;
  const input = await readInput(site, endpoint, exchange, principal, values, query);
  if (!input) return undefined;
  if (route.kind === 'write') return carryOut(site, endpoint, route, input, key, exchange, principal);
  const answer = await route.read(input.request, endpoint.running.reader);
  if (!answer) throw new MetesError('METES_HTTP_NOT_FOUND', { path: path.slice(0, 200) });
  return { answer: savedAnswer(endpoint, answer, site.validateAnswers), replayed: false };
}

function tell(
  { journal, clock }: Site,
  exchange: Exchange,
  routed: Routed | undefined,
  error: unknown,
): void {
  journal.error('a request failed', {
    request: exchange.id,
    route: routed?.endpoint.name,
    context: routed?.endpoint.running.context.name,
    tookMs: clock.now() - exchange.startedAt,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}
