import { connect } from 'node:net';
import { z } from 'zod';
import { MetesError } from '../base/errors.ts';
import { aggregate } from '../domain/aggregate.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { identifier } from '../domain/identifier.ts';
import { command } from '../model/command.ts';
import { context, type Context } from '../model/context.ts';
import { handle } from '../model/handler.ts';
import { port } from '../model/port.ts';
import { read, type Route, webhook, write } from '../model/route.ts';
import { supporting } from '../model/subdomain.ts';
import type { CommandOutcome, CommandRequest, RunningContext } from '../runtime/command-request.ts';
import type { SavedAnswer } from '../runtime/ports/batch.ts';
import { bearerTokens } from './bearer-tokens.ts';
import { type HttpSetting, type RunningHttp, serveHttp } from './serve-http.ts';

const CartId = identifier('carts.CartId');
const quantity = z.int().min(1).max(999);
const Line = z.strictObject({
  sku: z.string().min(1).max(40),
  quantity,
  note: z.string().max(200).optional(),
});
const CartView = z.strictObject({
  cartId: z.string(),
  owner: z.string(),
  lines: z.array(z.strictObject({ sku: z.string(), quantity: z.number() })),
});

/** A cart, as small as it can be. */
export class Cart extends aggregate('Cart', {
  id: CartId,
  state: z.object({}),
  events: [],
  initial: () => ({}),
}) {}
/** The command of the sample routes. */
export class PutLines extends command(
  'PutLines',
  z.object({ cartId: CartId, lines: z.array(Line).max(5) }),
) {}

/** Checks the notifications of the sample webhook: the signature is the word "good". */
export const notifier = port<{
  verify(raw: Uint8Array, signature: string | undefined): { id: string; cartId?: string } | undefined;
}>()('notifier');

/** Routes of every kind. */
export const sampleRoutes: readonly Route[] = [
  read('/carts/:cartId', {
    summary: 'Read a cart',
    access: ['customer', 'staff'],
    params: z.strictObject({ cartId: CartId }),
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      tags: z.array(z.string()).optional(),
    }),
    answers: { 200: CartView },
    read: async ({ params, principal }) =>
      params.cartId.startsWith('gone')
        ? undefined
        : { status: 200, body: { cartId: params.cartId, owner: principal.id, lines: [] } },
  }),
  read('/carts/new', {
    summary: 'An empty cart',
    access: 'public',
    answers: { 200: CartView },
    read: async () => ({ status: 200, body: { cartId: 'new', owner: '', lines: [] } }),
  }),
  read('/broken', {
    summary: 'Fails',
    access: 'public',
    answers: { 200: z.strictObject({ ok: z.boolean() }) },
    read: async () => JSON.parse('hunter2'),
  }),
  read('/lying', {
    summary: 'Answers what it does not declare',
    access: 'public',
    answers: { 200: z.strictObject({ ok: z.boolean() }) },
    read: async () => ({ status: 200, body: { ok: 'yes' } }),
  }),
  write('POST', '/carts/:cartId/lines', {
    summary: 'Put lines into a cart',
    access: ['customer', 'staff'],
    params: z.strictObject({ cartId: CartId }),
    body: z.strictObject({
      lines: z.array(Line).max(20),
      gift: z.strictObject({ text: z.string().max(100) }).optional(),
    }),
    idempotencyKey: 'required',
    command: ({ params, body }) => new PutLines({ cartId: params.cartId, lines: body.lines }),
    answers: { 201: z.strictObject({ cartId: z.string(), version: z.int() }) },
    answer: (done) => ({
      status: 201,
      headers: { Location: `/carts/${done.id}` },
      body: { cartId: done.id, version: done.version },
    }),
  }),
  write('DELETE', '/carts/:cartId', {
    summary: 'Empty a cart',
    access: ['staff'],
    params: z.strictObject({ cartId: CartId }),
    command: ({ params }) => new PutLines({ cartId: params.cartId, lines: [] }),
    answers: { 204: undefined },
    answer: () => ({ status: 204 }),
  }),
  webhook('/notifications', {
    summary: 'What the outside has to say',
    through: notifier,
    accept: (verifier, raw, header) => {
      const said = verifier.verify(raw, header('X-Signature'));
      return (
        said && {
          id: said.id,
          command:
            said.cartId === undefined
              ? undefined
              : new PutLines({ cartId: CartId.parse(said.cartId), lines: [] }),
        }
      );
    },
  }),
];

/** A context with the given routes. */
export function sampleContext(routes: readonly Route[] = sampleRoutes, name = 'carts'): Context {
  const handler = handle(PutLines, Cart, { id: (c) => c.cartId, run: () => undefined });
  return context(name, {
    purpose: 'Carts',
    subdomain: supporting({ reviewed: '2026-11-01' }),
    team: 'Tests',
    aggregates: [Cart],
    handlers: [handler],
    routes,
  });
}

/** A running context that keeps answers in memory, as the real one does in the store. */
export class FakeContext implements RunningContext {
  readonly context: Context;
  /** Every command that came through. */
  readonly sent: CommandRequest[] = [];
  /** What the next commands lead to; `version: 1` when nothing is planned. */
  carryOut: (request: CommandRequest) => Promise<unknown> = async () => undefined;
  readonly reader = {} as RunningContext['reader'];
  readonly #kept = new Map<string, { fingerprint: string; answer?: SavedAnswer }>();

  constructor(context: Context = sampleContext()) {
    this.context = context;
  }

  async send(request: CommandRequest): Promise<CommandOutcome> {
    const { idempotency } = request;
    const name = idempotency && JSON.stringify([idempotency.principal, idempotency.route, idempotency.key]);
    const known = name === undefined ? undefined : this.#kept.get(name);
    if (known && idempotency) {
      if (known.fingerprint !== idempotency.fingerprint)
        throw new MetesError('METES_RUNTIME_KEY_REUSED', { key: idempotency.key });
      if (!known.answer) throw new MetesError('METES_RUNTIME_KEY_IN_PROGRESS', { key: idempotency.key });
      return { replayed: true, answer: known.answer };
    }
    const mine: { fingerprint: string; answer?: SavedAnswer } = {
      fingerprint: idempotency?.fingerprint ?? '',
    };
    if (name !== undefined) this.#kept.set(name, mine);
    this.sent.push(request);
    try {
      const result = await this.carryOut(request);
      const done = {
        id: (request.command as unknown as { cartId: string }).cartId,
        version: this.sent.length,
        result,
      };
      const answer = request.answer?.(done);
      if (answer) mine.answer = answer;
      return { replayed: false, done, answer };
    } catch (error) {
      if (name !== undefined) this.#kept.delete(name);
      throw error;
    }
  }

  async kept(wanted: NonNullable<CommandRequest['idempotency']>): Promise<SavedAnswer | undefined> {
    return this.#kept.get(JSON.stringify([wanted.principal, wanted.route, wanted.key]))?.answer;
  }

  port(name: string): unknown {
    if (name !== notifier.port)
      throw new MetesError('METES_MODEL_PORT_MISSING', { port: name, context: this.context.name });
    return {
      verify: (raw: Uint8Array, signature: string | undefined) =>
        signature === 'good' ? (JSON.parse(Buffer.from(raw).toString()) as { id: string }) : undefined,
    };
  }
}

/** The tokens of the sample principals. */
export const tokens = {
  alice: 'token-of-alice-0123',
  bob: 'token-of-bob-0123456',
  staff: 'token-of-staff-01234',
  nobody: 'token-of-nobody-0123',
} as const;

const authenticate = bearerTokens([
  { token: tokens.alice, principal: { id: 'alice', roles: ['customer'] } },
  { token: tokens.bob, principal: { id: 'bob', roles: ['customer'] } },
  { token: tokens.staff, principal: { id: 'sam', roles: ['customer', 'staff'] } },
  { token: tokens.nobody, principal: { id: 'nobody', roles: [] } },
]);

/** A server over a fake context, with what its journal was told. */
export interface HttpUnderTest extends RunningHttp {
  readonly fake: FakeContext;
  readonly told: {
    readonly message: string;
    readonly fields: Readonly<Record<string, unknown>> | undefined;
  }[];
}

/** Starts a server on a free port. */
export async function httpUnderTest(
  setting: Partial<HttpSetting> & { readonly fake?: FakeContext } = {},
): Promise<HttpUnderTest> {
  const { fake = new FakeContext(), ...rest } = setting;
  const told: HttpUnderTest['told'] = [];
  const tell = (message: string, fields?: Readonly<Record<string, unknown>>): void =>
    void told.push({ message, fields });
  let count = 0;
  const web = await serveHttp({
    contexts: [fake],
    title: 'Sample',
    port: 0,
    authenticate,
    clock: { now: () => 0 },
    ids: { next: () => `00000000-0000-7000-8000-${String(++count).padStart(12, '0')}` },
    journal: { info: tell, warn: tell, error: tell },
    ...rest,
  });
  return { ...web, fake, told };
}

/** Refuses in the words of the sample domain. */
export function refuse(): never {
  throw new DomainRuleBroken('Cart', 'A cart takes at most three lines', { lines: 4 });
}

/** Sends bytes as they are and gives all that comes back until the connection closes, or until `ms` have passed. */
export function raw(port: number, bytes: string | Buffer, ms = 2_000): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}
