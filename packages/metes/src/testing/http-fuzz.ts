import { Agent } from 'node:http';
import type { Json } from '../base/json.ts';
import { bodyMutations, wholeMutations } from './body-mutations.ts';
import { type FuzzDocument, type FuzzEndpoint, fuzzEndpoints, resolver } from './fuzz-endpoint.ts';
import { type FuzzRequest, type FuzzResponse, properHeaders, shoot } from './fuzz-request.ts';
import { type ProperParts, requestMutations, requestOf, sampleParts } from './request-mutations.ts';
import { sampleOf } from './schema-sample.ts';

/** What to fuzz and how. */
export interface FuzzSetting {
  /** `http://127.0.0.1:8080` */
  readonly baseUrl: string;
  /** The OpenAPI document of the server. */
  readonly document: FuzzDocument;
  /** A token, or the one for an endpoint such as `POST /orders/{orderId}/cancel`. */
  readonly token: string | ((endpoint: string) => string);
  /** Real ids and bodies for an endpoint, so that its requests reach further than the schemas. */
  readonly samples?: (
    endpoint: string,
  ) => { readonly path?: Readonly<Record<string, string>>; readonly body?: Json } | undefined;
  /** Requests at a time; 8 when nothing is said. */
  readonly concurrency?: number;
}

/** One request that was sent, and what is wrong with its answer, if anything. */
export interface FuzzShot {
  /** Method and path template. */
  readonly endpoint: string;
  /** What was wrong with the request; `none` for the proper one that each endpoint gets first. */
  readonly mutation: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly contentType: string;
  readonly fault: 'no answer' | 'failed' | 'not a problem' | 'accepted' | undefined;
}

/** What came of it all. */
export interface FuzzReport {
  readonly shots: readonly FuzzShot[];
  /** The shots with a fault. */
  readonly faults: readonly FuzzShot[];
  /** Endpoints whose proper request was accepted: only there does the fuzzing say much. */
  readonly reached: readonly string[];
}

/**
 * Sends every endpoint of a document a proper request and then broken ones: wrong types, unknown and prototype-polluting
 * fields, U+0000, lone surrogates, numbers that do not survive, huge and deep bodies, missing fields, bad ids, headers,
 * types and tokens. A fault is: no answer, a 5xx, a 4xx that is no problem+json, or a broken request that is accepted.
 *
 * @example
 * const { faults } = await fuzzRoutes({ baseUrl, document: await (await fetch(`${baseUrl}/openapi.json`)).json(), token });
 * expect(faults).toEqual([]);
 */
export async function fuzzRoutes(setting: FuzzSetting): Promise<FuzzReport> {
  const concurrency = setting.concurrency ?? 8;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const base = new URL(setting.baseUrl);
  const work = fuzzEndpoints(setting.document).flatMap((endpoint) =>
    requestsFor(endpoint, setting).map((request) => ({ endpoint, request })),
  );
  const shots: FuzzShot[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < work.length; at = next++) {
      const { endpoint, request } = work[at]!;
      shots[at] = judged(endpoint, request, await shoot(base, agent, request));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  agent.destroy();
  const accepted = shots.filter(
    ({ mutation, status }) => mutation === 'none' && status >= 200 && status < 400,
  );
  return {
    shots,
    faults: shots.filter((shot) => shot.fault !== undefined),
    reached: accepted.map((shot) => shot.endpoint),
  };
}

function requestsFor(
  endpoint: FuzzEndpoint,
  { document, token, samples }: FuzzSetting,
): readonly FuzzRequest[] {
  const resolve = resolver(document);
  const known = samples?.(endpoint.name);
  const given = sampleParts(endpoint, resolve);
  const sample = endpoint.body && (known?.body ?? sampleOf(endpoint.body, resolve));
  const text = endpoint.body ? JSON.stringify(sample) : endpoint.isWebhook ? '{"id":"forged"}' : undefined;
  const own = typeof token === 'string' ? token : token(endpoint.name);
  const proper: ProperParts = {
    query: given.query,
    path: { ...given.path, ...known?.path },
    body: text,
    headers: () => properHeaders(endpoint, own),
  };
  const bodies = endpoint.body
    ? bodyMutations(endpoint.body, sample!, resolve)
    : endpoint.isWebhook
      ? wholeMutations(text!)
      : [];
  return [
    // What comes to a webhook without a signature is forged, however proper it looks.
    requestOf(endpoint, proper, 'none', {}, endpoint.isWebhook),
    ...requestMutations(endpoint, proper),
    ...bodies.map(({ mutation, body, mustRefuse }) =>
      requestOf(endpoint, proper, mutation, { body }, mustRefuse),
    ),
  ];
}

function judged(
  { name }: FuzzEndpoint,
  { mutation, mustRefuse }: FuzzRequest,
  { status, contentType, body }: FuzzResponse,
): FuzzShot {
  const shot = { endpoint: name, mutation, status, contentType };
  if (status === 0) return { ...shot, fault: 'no answer' };
  if (status >= 500) return { ...shot, fault: 'failed' };
  if (status >= 400)
    return { ...shot, fault: isProblem(status, contentType, body) ? undefined : 'not a problem' };
  return { ...shot, fault: mustRefuse ? 'accepted' : undefined };
}

function isProblem(status: number, contentType: string, body: string): boolean {
  if (!contentType.startsWith('application/problem+json')) return false;
  try {
    const problem = JSON.parse(body) as { status?: unknown; code?: unknown };
    return problem.status === status && typeof problem.code === 'string';
  } catch {
    return false;
  }
}
