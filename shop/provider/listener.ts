import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, answerOfRefusal, outage } from './answer.ts';
import { API_VERSION } from './api-version.ts';
import { handleControl } from './control.ts';
import { readKey } from './idempotency.ts';
import { type ApiParts, handleRequest } from './payment-api.ts';
import { ProviderRefusal } from './provider-refusal.ts';
import { readBody } from './read-body.ts';
import { sendJson } from './send-json.ts';

/** How long an answer that never comes keeps its socket, in milliseconds. */
const LONGEST_SILENCE = 300_000;

/** Serves HTTP: the API behind its secret keys, and the controls of the simulation beside it. */
export function createListener(parts: ApiParts, keys: readonly string[]) {
  const authorizations = new Set(keys.flatMap(headersOf));

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const id = `req_${randomUUID().replaceAll('-', '').slice(0, 14)}`;
    const method = request.method ?? 'GET';
    const [path, query] = splitOnce(request.url ?? '/');
    const isApi = path.startsWith('/v1/');
    try {
      if (isApi && !authorizations.has(request.headers.authorization ?? '')) throw unauthorised();
      const body = await readBody(request);
      if (!isApi) {
        const answer = await handleControl(parts, method, path, query, body);
        await sendJson(response, answer ?? noSuchPage(method, path), {});
        return;
      }
      if (body !== '' && !isForm(request)) throw notAForm();
      const key = method === 'POST' ? readKey(request.headers['idempotency-key']) : undefined;
      const parameters = method === 'POST' ? body : query;
      const outcome = await handleRequest(parts, { id, method, path, parameters, key });
      if (outcome.do === 'reset') return void request.socket.resetAndDestroy();
      if (outcome.do === 'hang') return hang(request);
      await sendJson(response, outcome.answer, {
        ...apiHeaders(id, request),
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
        ...(outcome.replayOf === undefined
          ? {}
          : { 'Idempotent-Replayed': 'true', 'Original-Request': outcome.replayOf }),
      });
    } catch (fault) {
      if (response.headersSent || request.socket.destroyed) return;
      if (!(fault instanceof ProviderRefusal))
        process.stderr.write(`provider: ${method} ${path}: ${String((fault as Error).stack)}\n`);
      const answer = fault instanceof ProviderRefusal ? answerOfRefusal(fault) : outage(503);
      // A body that was not read to its end leaves the connection unusable.
      if (!request.complete) response.setHeader('Connection', 'close');
      await sendJson(response, answer, isApi ? apiHeaders(id, request) : {}).catch(() => {});
    }
  };
}

function apiHeaders(id: string, request: IncomingMessage): Record<string, string> {
  const version = request.headers['stripe-version'];
  return { 'Request-Id': id, 'Stripe-Version': typeof version === 'string' ? version : API_VERSION };
}

function hang(request: IncomingMessage): void {
  const timer = setTimeout(() => request.socket.destroy(), LONGEST_SILENCE);
  timer.unref();
  request.socket.once('close', () => clearTimeout(timer));
}

function headersOf(key: string): string[] {
  return [`Bearer ${key}`, `Basic ${Buffer.from(`${key}:`).toString('base64')}`];
}

function splitOnce(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function isForm(request: IncomingMessage): boolean {
  return (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

function notAForm(): ProviderRefusal {
  return new ProviderRefusal(400, {
    type: 'invalid_request_error',
    message: 'Parameters are sent as application/x-www-form-urlencoded.',
  });
}

function unauthorised(): ProviderRefusal {
  return new ProviderRefusal(401, {
    type: 'invalid_request_error',
    message: 'Invalid API Key provided: send it as a bearer token or as the user of basic authentication.',
  });
}

function noSuchPage(method: string, path: string): Answer {
  const message = `Unrecognized request URL (${method}: ${path.slice(0, 200)}).`;
  return { status: 404, body: { error: { type: 'invalid_request_error', message } } };
}
