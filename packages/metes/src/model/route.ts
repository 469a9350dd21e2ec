import { mustFit, partsOf, said } from '../base/argument.ts';
import type { Json } from '../base/json.ts';
import type { OutputOf, Schema } from '../base/schema.ts';
import type { AggregateType } from '../domain/aggregate.ts';
import type { AggregateRoot } from '../domain/aggregate-root.ts';
import type { Command } from './command.ts';
import type { Port } from './port.ts';
import type { Projection } from './projection.ts';
import {
  method as methodKind,
  path as pathKind,
  readParts,
  webhookParts,
  writeParts,
} from './route-kinds.ts';

/** Who may use a route: everybody, or principals that have one of the roles. */
export type Access = 'public' | readonly string[];

/** Who sends a request. */
export interface Principal {
  readonly id: string;
  readonly roles: readonly string[];
}

/** What is answered: the status, the body as JSON, further headers. */
export interface Answer {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request whose parts fit the schemas of its route. */
export interface Request<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** An anonymous principal (`id` empty, no roles) on public routes. */
  readonly principal: Principal;
  /** A fresh UUIDv7. */
  readonly newId: () => string;
}

/** What a command did, told to the route that sent it. */
export interface Done {
  readonly id: string;
  readonly version: number;
  /** What the handler's `run` returned. */
  readonly result: any;
}

/** One event of an aggregate's past. */
export interface PastEvent {
  readonly event: string;
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly data: Json;
}

/** What a query may read of the own context: aggregates as they are, their past, and the rows of projections. */
export interface Reader {
  /** The aggregate, or undefined when there is none. A copy: changes to it go nowhere. */
  aggregate<A extends AggregateRoot<any, any, any>>(
    type: AggregateType<A>,
    id: string,
  ): Promise<A | undefined>;
  history(type: AggregateType, id: string): Promise<readonly PastEvent[]>;
  row<Row>(projection: Projection<Row>, key: string): Promise<Row | undefined>;
  /** Rows by indexed fields, in the order of their keys. `after` is the last key of the page before. */
  rows<Row>(
    projection: Projection<Row>,
    query: { readonly where?: Partial<Row>; readonly limit: number; readonly after?: string },
  ): Promise<readonly Row[]>;
  /** What the accounts of a tally's key hold. */
  tally(
    tally: { readonly tally: string; readonly accounts: readonly string[] },
    key: string,
  ): Promise<Readonly<Record<string, number>>>;
}

/** What every route has. */
interface RouteBase {
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  /** The schema of the body of each successful answer, by status. */
  readonly answers: Readonly<Record<number, Schema | undefined>>;
}

/** A route that sends a command. */
export interface WriteRoute extends RouteBase {
  readonly kind: 'write';
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `required`: a request without `Idempotency-Key` is refused; `optional`: honoured when it is there. */
  readonly idempotencyKey: 'required' | 'optional';
  /** Reads what the request must not say itself, such as a price, before the command is made. */
  readonly prepare?: (request: any, reader: Reader) => Promise<unknown>;
  readonly command: (request: any, prepared: any) => Command;
  readonly answer: (done: Done, request: any) => Answer;
}

/** A route that reads. `undefined` answers 404. */
export interface ReadRoute extends RouteBase {
  readonly kind: 'read';
  readonly method: 'GET';
  readonly read: (request: any, reader: Reader) => Promise<Answer | undefined>;
}

/** What a signed notification of an outside party turned out to say. */
export interface Notification {
  /** The sender's id of the notification: a second one of the same id has no effect. */
  readonly id: string;
  /** What it leads to; undefined when it does not concern us. */
  readonly command: Command | undefined;
}

/** A route on which an outside party notifies us. The port verifies the signature over the raw bytes. */
export interface WebhookRoute extends RouteBase {
  readonly kind: 'webhook';
  readonly method: 'POST';
  readonly through: Port;
  /** The notification, or undefined when the signature does not hold (answered with 400). */
  readonly accept: (
    port: any,
    raw: Uint8Array,
    header: (name: string) => string | undefined,
  ) => Notification | undefined;
}

/** A route of any kind. */
export type Route = WriteRoute | ReadRoute | WebhookRoute;

type Out<S> = S extends Schema ? OutputOf<S> : undefined;

interface Parts<P, Q, B> {
  readonly summary: string;
  readonly access: Access;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answers: Readonly<Record<number, Schema | undefined>>;
}

/**
 * Declares a route that sends a command. With `prepare` it first reads from the own context what the request must not
 * say itself; what `prepare` resolves to is given to `command`, and a `DomainRuleBroken` from it is a refusal like any
 * other. A repeated request under one idempotency key is known by the request, whatever was prepared for it.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example
 * write('POST', '/orders/:orderId/cancel', { summary: 'Cancel an order', access: ['customer'], params: OrderParams,
 *   command: ({ params }) => new CancelOrder(params), answers: { 204: undefined }, answer: () => ({ status: 204 }) });
 */
export function write<
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | undefined,
  Prepared = undefined,
>(
  method: WriteRoute['method'],
  path: string,
  parts: Parts<P, Q, B> & {
    readonly idempotencyKey?: 'required' | 'optional';
    readonly prepare?: (request: Request<Out<P>, Out<Q>, Out<B>>, reader: Reader) => Promise<Prepared>;
    readonly command: (request: Request<Out<P>, Out<Q>, Out<B>>, prepared: NoInfer<Prepared>) => Command;
    readonly answer: (done: Done, request: Request<Out<P>, Out<Q>, Out<B>>) => Answer;
  },
): WriteRoute {
  mustFit(
    'write',
    { method, path, parts },
    { method: methodKind, path: pathKind, parts: partsOf('what is said of a route', writeParts) },
  );
  return { kind: 'write', method, path, idempotencyKey: 'optional', ...said(parts) } as WriteRoute;
}

/**
 * Declares a route that reads.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example
 * read('/orders/:orderId', { summary: 'Read an order', access: ['customer'], params: OrderParams, answers: { 200: OrderView },
 *   read: async ({ params }, reader) => ({ status: 200, body: await view(reader, params.orderId) }) });
 */
export function read<P extends Schema | undefined, Q extends Schema | undefined>(
  path: string,
  parts: Parts<P, Q, undefined> & {
    readonly read: (
      request: Request<Out<P>, Out<Q>, undefined>,
      reader: Reader,
    ) => Promise<Answer | undefined>;
  },
): ReadRoute {
  mustFit('read', { path, parts }, { path: pathKind, parts: partsOf('what is said of a route', readParts) });
  return { kind: 'read', method: 'GET', path, ...said(parts) } as unknown as ReadRoute;
}

/**
 * Declares a route on which an outside party notifies us.
 *
 * @throws METES_ARGUMENT_INVALID
 */
export function webhook<T>(
  path: string,
  parts: {
    readonly summary: string;
    readonly through: Port<string, T>;
    readonly accept: (
      port: T,
      raw: Uint8Array,
      header: (name: string) => string | undefined,
    ) => Notification | undefined;
  },
): WebhookRoute {
  mustFit(
    'webhook',
    { path, parts },
    { path: pathKind, parts: partsOf('what is said of a route', webhookParts) },
  );
  return { kind: 'webhook', method: 'POST', path, access: 'public', answers: { 204: undefined }, ...parts };
}
