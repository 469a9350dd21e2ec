import { validateHeaderName, validateHeaderValue } from 'node:http';
import { MetesError } from '../base/errors.ts';
import { describeIssues, validate } from '../base/schema.ts';
import type { Answer } from '../model/route.ts';
import type { SavedAnswer } from '../runtime/ports/batch.ts';
import type { Endpoint } from './endpoint.ts';

/** What the server itself says with every answer, so that a route cannot. */
const own = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'date',
  'x-request-id',
  'x-correlation-id',
  'traceparent',
  'idempotency-replayed',
  'x-content-type-options',
]);

/**
 * The bytes of an answer.
 *
 * @throws METES_HTTP_ANSWER_INVALID when it is not what the route declares
 */
export function savedAnswer(
  { route, name }: Endpoint,
  { status, body, headers }: Answer,
  validates: boolean,
): SavedAnswer {
  const refuse = (issues: string): never => {
    throw new MetesError('METES_HTTP_ANSWER_INVALID', { route: name, issues });
  };
  if (!Object.hasOwn(route.answers, status)) refuse(`the status ${status} is not declared`);
  const schema = route.answers[status];
  if (!schema && body !== undefined) refuse(`the status ${status} is declared without a body`);
  if (schema && validates) {
    const result = validate(schema, body, `the answer ${status} of ${name}`);
    if ('issues' in result) refuse(describeIssues(result.issues));
  }
  const fields: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  for (const given in headers) {
    const field = given.toLowerCase();
    if (own.has(field)) refuse(`the header ${field} is not a route's to give`);
    try {
      validateHeaderName(field);
      validateHeaderValue(field, headers[given]!);
    } catch {
      refuse(`the header ${field} has a name or value that no header can have`);
    }
    fields[field] = headers[given]!;
  }
  return { status, headers: fields, body: body === undefined ? '' : JSON.stringify(body) };
}
