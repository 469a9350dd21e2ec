import { isMetesError, MetesError } from '../base/errors.ts';
import type { Command } from '../model/command.ts';
import type { Done, Principal, WriteRoute } from '../model/route.ts';
import type { SavedAnswer } from '../runtime/ports/batch.ts';
import { ownerOf } from './admission.ts';
import type { Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { fingerprint } from './fingerprint.ts';
import { idempotencyKey } from './idempotency-key.ts';
import type { Input } from './input.ts';
import { savedAnswer } from './saved-answer.ts';
import type { Site } from './site.ts';

/** What an endpoint says, and whether it said so before. */
export interface Reply {
  readonly answer: SavedAnswer;
  readonly replayed: boolean;
}

/**
 * The idempotency key of a request, refused before its body is read.
 *
 * @throws METES_HTTP_KEY_MISSING, METES_HTTP_KEY_INVALID
 */
export function keyOf(
  route: WriteRoute,
  name: string,
  header: string | string[] | undefined,
): string | undefined {
  if (typeof header === 'string') return idempotencyKey(header);
  if (route.idempotencyKey === 'required') throw new MetesError('METES_HTTP_KEY_MISSING', { route: name });
  return undefined;
}

/**
 * Sends the command of a write route. Its answer is made with the effect and kept with it, so that a repetition under
 * the same key is answered with the same bytes.
 *
 * @throws what RunningContext.send throws
 */
export async function carryOut(
  site: Site,
  endpoint: Endpoint,
  route: WriteRoute,
  { request, sent }: Input,
  key: string | undefined,
  exchange: Exchange,
  principal: Principal,
): Promise<Reply> {
  const { name, running } = endpoint;
  const idempotency =
    key === undefined
      ? undefined
      : { principal: principal.id, route: name, key, fingerprint: fingerprint({ route: name, ...sent }) };
  let command: Command;
  try {
    command = await commandOf(endpoint, route, request);
  } catch (error) {
    const kept = idempotency && (await running.kept(idempotency));
    if (!kept) throw error;
    return { answer: kept, replayed: true };
  }
  const answer = (done: Done): SavedAnswer =>
    savedAnswer(endpoint, route.answer(done, request), site.validateAnswers);
  const outcome = await running.send({
    command,
    owner: ownerOf(principal),
    correlation: exchange.correlation,
    causation: exchange.id,
    traceparent: exchange.traceparent,
    answer,
    ...(idempotency && { idempotency }),
  });
  if (outcome.replayed) return { answer: outcome.answer, replayed: true };
  return { answer: outcome.answer ?? answer(outcome.done), replayed: false };
}

/** A command may be stricter than the input of its route; what it refuses is the client's mistake. */
async function commandOf(
  { running }: Endpoint,
  route: WriteRoute,
  request: Input['request'],
): Promise<Command> {
  const prepared = route.prepare && (await route.prepare(request, running.reader));
  try {
    return route.command(request, prepared);
  } catch (error) {
    if (!isMetesError(error, 'METES_SCHEMA_INVALID')) throw error;
    const errors = [{ path: '', message: String(error.values['issues']).slice(0, 300) }];
    throw new MetesError('METES_HTTP_INPUT_INVALID', { part: 'request', errors }, { cause: error });
  }
}
