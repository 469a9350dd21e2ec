import { called, either, entriesOf, kind, listOf, oneOf, optional, partsOf } from '../base/argument.ts';
import { textSuchAs } from '../base/kinds.ts';
import { callback, line, port, schema } from './kinds.ts';

/** The path of a route; whether one can be made of it is told at the start, by METES_HTTP_PATH_PATTERN. */
export const path = textSuchAs("'/orders/:orderId'");

/** The methods of routes that send a command. */
export const method = oneOf('POST', 'PUT', 'PATCH', 'DELETE');

const status = kind('a status', '204: undefined', (given) => /^[1-5]\d\d$/.test(String(given)));

const common = {
  summary: line,
  access: either(called(listOf('roles', line), "'public' or a list of roles"), oneOf('public')),
  params: optional(schema),
  query: optional(schema),
  body: optional(schema),
  answers: entriesOf('the schemas of answers, by status', optional(schema), {
    write: '{ 204: undefined }',
    names: status,
  }),
};

/** What is said of a route that sends a command. */
export const writeParts = {
  ...common,
  idempotencyKey: optional(oneOf('required', 'optional')),
  prepare: optional(callback),
  command: callback,
  answer: callback,
};

/** What is said of a route that reads. */
export const readParts = { ...common, read: callback };

/** What is said of a route on which an outside party notifies us. */
export const webhookParts = { summary: line, through: port, accept: callback };

/** A route as a context has it. */
export const routeKind = either(
  partsOf(
    'a route',
    { kind: oneOf('write'), method, path, ...writeParts },
    "write('POST', '/orders', { ... })",
  ),
  either(
    partsOf('a route', { kind: oneOf('read'), method: oneOf('GET'), path, ...readParts }),
    partsOf('a route', {
      kind: oneOf('webhook'),
      method: oneOf('POST'),
      path,
      ...webhookParts,
      access: oneOf('public'),
      answers: common.answers,
    }),
  ),
);
