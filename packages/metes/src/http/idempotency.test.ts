import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { write } from '../model/route.ts';
import { fingerprint } from './fingerprint.ts';
import { idempotencyKey } from './idempotency-key.ts';
import {
  FakeContext,
  type HttpUnderTest,
  httpUnderTest,
  PutLines,
  sampleContext,
  sampleRoutes,
  tokens,
} from './http-under-test.ts';

let preparing: () => unknown = () => undefined;
const prepared = write('PUT', '/prepared/:cartId', {
  summary: 'Reads before it writes',
  access: ['customer'],
  params: z.strictObject({ cartId: z.string().max(40) }),
  prepare: async () => preparing(),
  command: ({ params }) => new PutLines({ cartId: params.cartId as never, lines: [] }),
  answers: { 204: undefined },
  answer: () => ({ status: 204 }),
});

let web: HttpUnderTest;
beforeAll(async () => {
  web = await httpUnderTest({ fake: new FakeContext(sampleContext([...sampleRoutes, prepared])) });
});
afterAll(() => web.stop());
beforeEach(() => {
  web.fake.sent.length = 0;
  web.fake.carryOut = async () => undefined;
});

interface Sent {
  readonly key?: string;
  readonly token?: string;
  readonly path?: string;
  readonly body?: string;
  readonly method?: string;
}
function send({
  key,
  token = tokens.alice,
  path = '/carts/c1/lines',
  body = '{"lines":[]}',
  method = 'POST',
}: Sent): Promise<Response> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  return fetch(web.url + path, { method, headers, ...(body !== '' && { body }) });
}
const codeOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { code: string }).code;

describe('the key', () => {
  it.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['8e03978e-40d5', '8e03978e-40d5'],
    [' order_7:a/b=+ ', 'order_7:a/b=+'],
    ['"with blanks, and; signs"', 'with blanks, and; signs'],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    [`"${'k'.repeat(255)}"`, 'k'.repeat(255)],
  ])('%s is read', (header, key) => {
    expect(idempotencyKey(header)).toBe(key);
  });

  it.each([
    '',
    '  ',
    '""',
    '"open',
    'a"b',
    'a b',
    'a,b',
    'a;b',
    '"a\\x"',
    '"a"; q=1',
    '"a", "b"',
    '"é"',
    'é',
    'a\u0001',
    '"a\tb"',
    'k'.repeat(256),
    `"${'k'.repeat(256)}"`,
  ])('%j is refused with METES_HTTP_KEY_INVALID', (header) => {
    expect(() => idempotencyKey(header)).toThrow('METES_HTTP_KEY_INVALID');
  });

  it('is demanded where the route says so, before the body is read', async () => {
    const response = await send({ body: 'x'.repeat(100_000) });
    expect([response.status, await codeOf(response)]).toEqual([400, 'METES_HTTP_KEY_MISSING']);
  });

  it('may be left out elsewhere', async () => {
    expect((await send({ method: 'DELETE', path: '/carts/c1', body: '', token: tokens.staff })).status).toBe(
      204,
    );
    expect(web.fake.sent[0]?.idempotency).toBeUndefined();
  });
});

describe('a repetition', () => {
  it('is answered with the same bytes, status and headers, and marked', async () => {
    const answers = [await send({ key: '"same"' }), await send({ key: 'same', body: ' { "lines" : [ ] } ' })];
    const [one, two] = await Promise.all(
      answers.map(async (each) => ({
        status: each.status,
        type: each.headers.get('content-type'),
        location: each.headers.get('location'),
        body: await each.text(),
      })),
    );
    expect(two).toEqual(one);
    expect(one).toMatchObject({ status: 201, location: '/carts/c1' });
    expect(answers.map((each) => each.headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(web.fake.sent).toHaveLength(1);
  });

  it.each([
    ['another body', { body: '{"lines":[{"sku":"a","quantity":1}]}' }],
    ['another cart', { path: '/carts/c2/lines' }],
  ])('with %s is another request: 422', async (what, change) => {
    const key = what.replaceAll(' ', '-');
    expect((await send({ key })).status).toBe(201);
    const response = await send({ key, ...change });
    expect([response.status, await codeOf(response)]).toEqual([422, 'METES_RUNTIME_KEY_REUSED']);
  });

  it('of somebody else has nothing to do with it', async () => {
    await send({ key: 'mine' });
    expect((await send({ key: 'mine', token: tokens.bob })).headers.has('idempotency-replayed')).toBe(false);
    expect(web.fake.sent.map((each) => each.idempotency?.principal)).toEqual(['alice', 'bob']);
  });

  it('that comes while the first is on its way gets 409 and is told when to try again', async () => {
    let release = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      web.fake.carryOut = () => {
        resolve();
        return new Promise<void>((go) => (release = go));
      };
    });
    const slow = send({ key: 'slow' });
    await begun;
    const second = await send({ key: 'slow' });
    expect([second.status, second.headers.get('retry-after'), await codeOf(second)]).toEqual([
      409,
      '1',
      'METES_RUNTIME_KEY_IN_PROGRESS',
    ]);
    release();
    expect((await slow).status).toBe(201);
  });

  it('after a refusal is tried anew', async () => {
    web.fake.carryOut = async () => {
      throw new DomainRuleBroken('Cart', 'Not now');
    };
    expect((await send({ key: 'again' })).status).toBe(422);
    web.fake.carryOut = async () => undefined;
    expect((await send({ key: 'again' })).status).toBe(201);
  });

  it('is answered as before even when what it reads beforehand has changed since', async () => {
    const put = (key: string): Promise<Response> =>
      send({ method: 'PUT', path: '/prepared/c1', body: '', key });
    expect((await put('p')).status).toBe(204);
    preparing = () => {
      throw new DomainRuleBroken('Cart', 'The cart is closed');
    };
    const [again, other] = [await put('p'), await put('q')];
    expect([again.status, again.headers.get('idempotency-replayed'), other.status]).toEqual([
      204,
      'true',
      422,
    ]);
    preparing = () => undefined;
  });
});

it('takes fingerprints that do not depend on the order of fields but on everything else', () => {
  const facts = { route: 'POST /a/:b', params: { b: '1' }, query: {}, body: { x: 1, y: [1, 2] } };
  expect(fingerprint({ ...facts, body: { y: [1, 2], x: 1 } })).toBe(fingerprint(facts));
  const others = [
    { ...facts, route: 'PUT /a/:b' },
    { ...facts, params: { b: '2' } },
    { ...facts, query: { q: '1' } },
    { ...facts, body: { x: 1, y: [2, 1] } },
    { ...facts, body: undefined },
  ];
  expect(new Set([facts, ...others].map(fingerprint)).size).toBe(6);
});
