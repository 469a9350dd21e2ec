import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { valueObject } from '../domain/value-object.ts';
import { read, type Route, write } from '../model/route.ts';
import { bearerTokens } from './bearer-tokens.ts';
import { endpoint } from './endpoint.ts';
import { FakeContext, httpUnderTest, PutLines, sampleContext } from './http-under-test.ts';

const reading = (path: string, parts: object = {}): Route =>
  read(path, {
    summary: 's',
    access: 'public',
    answers: { 200: z.string() },
    read: async () => undefined,
    ...parts,
  });
const writing = (body: z.ZodType): Route =>
  write('POST', '/w', {
    summary: 's',
    access: 'public',
    body,
    answers: { 204: undefined },
    answer: () => ({ status: 204 }),
    command: () => new PutLines({ cartId: 'c' as never, lines: [] }),
  });
const check =
  (route: Route): (() => unknown) =>
  () =>
    endpoint(route, new FakeContext(sampleContext([route])));

class Money extends valueObject('Money', z.strictObject({ minor: z.int(), currency: z.string() })) {}
const Tree = z.strictObject({
  get kids() {
    return z.array(Tree);
  },
});

describe('a route is refused at the start with', () => {
  it.each([
    'orders',
    '/orders/',
    '//',
    '/a//b',
    '/a b',
    '/:',
    '/:a/:a',
    '/:a-b',
    '/:constructor',
    '/..',
    '/ö',
  ])('METES_HTTP_PATH_PATTERN for the path %s', (path) => {
    expect(check(reading(path))).toThrow('METES_HTTP_PATH_PATTERN');
  });

  it.each([
    ['an open body', z.object({ a: z.string() }), '(root)'],
    ['an open object inside', z.strictObject({ a: z.array(z.object({ b: z.string() })) }), 'a.[]'],
    ['an open choice', z.strictObject({ a: z.union([z.string(), z.looseObject({})]) }), 'a'],
    ['an open map', z.strictObject({ a: z.record(z.string(), z.object({})) }), 'a.*'],
    ['anything at all', z.strictObject({ a: z.unknown() }), 'a'],
  ])('METES_HTTP_SCHEMA_LOOSE for %s', (_, body, at) => {
    expect(check(writing(body))).toThrow(
      expect.objectContaining({
        code: 'METES_HTTP_SCHEMA_LOOSE',
        values: { part: 'body', route: 'POST /w', at },
      }),
    );
  });

  it('METES_HTTP_SCHEMA_LOOSE for an open query', () => {
    expect(check(reading('/a', { query: z.object({ q: z.string() }) }))).toThrow('METES_HTTP_SCHEMA_LOOSE');
  });

  it.each([
    ['/a/:id', undefined],
    ['/a/:id', z.strictObject({ ID: z.string() })],
    ['/a', z.strictObject({ id: z.string() })],
  ])('METES_HTTP_PARAMS_MISMATCH for %s', (path, params) => {
    expect(check(reading(path, params && { params }))).toThrow('METES_HTTP_PARAMS_MISMATCH');
  });

  it('METES_HTTP_ANSWER_STATUS for an answer that is a refusal', () => {
    expect(check(reading('/a', { answers: { 404: z.string() } }))).toThrow('METES_HTTP_ANSWER_STATUS');
  });

  it('METES_SCHEMA_NO_JSON for a body that JSON cannot carry', () => {
    expect(check(writing(z.strictObject({ at: z.date() })))).toThrow('METES_SCHEMA_NO_JSON');
  });

  it('METES_HTTP_ROUTE_TWICE when another context or the server answers the same requests', async () => {
    const params = z.strictObject({ id: z.string() });
    const one = new FakeContext(sampleContext([reading('/a/:id', { params })], 'one'));
    const two = new FakeContext(
      sampleContext([reading('/a/:other', { params: z.strictObject({ other: z.string() }) })], 'two'),
    );
    await expect(httpUnderTest({ contexts: [one, two] })).rejects.toThrow(
      'METES_HTTP_ROUTE_TWICE: GET /a/:other of two answers the same requests as GET /a/:id of one.',
    );
    await expect(
      httpUnderTest({ contexts: [new FakeContext(sampleContext([reading('/healthz')]))] }),
    ).rejects.toThrow('METES_HTTP_ROUTE_TWICE');
  });
});

it.each([
  ['strict objects', z.strictObject({ a: z.strictObject({ b: z.int() }).optional() })],
  ['value objects', z.strictObject({ price: Money.schema() })],
  ['trees', Tree],
  ['maps of declared values', z.strictObject({ a: z.record(z.string().max(5), z.int()) })],
  [
    'choices',
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a') }),
      z.strictObject({ kind: z.literal('b'), n: z.int() }),
    ]),
  ],
])('takes %s as strict', (_, body) => {
  expect(check(writing(body))).not.toThrow();
});

describe('tokens', () => {
  const principal = { id: 'alice', roles: ['customer'] };
  it.each([['short'], ['blank in the token 01'], ['ü'.repeat(20)]])(
    'METES_HTTP_TOKEN_SHAPE for %j',
    (token) => {
      expect(() => bearerTokens([{ token, principal }])).toThrow('METES_HTTP_TOKEN_SHAPE');
    },
  );

  it('belong to one principal each', () => {
    const token = 'token-0123456789abc';
    expect(() =>
      bearerTokens([
        { token, principal },
        { token, principal: { id: 'bob', roles: [] } },
      ]),
    ).toThrow('METES_HTTP_TOKEN_SHAPE');
    expect(bearerTokens([{ token, principal }])(token)).toBe(principal);
    expect(bearerTokens([{ token, principal }])(`${token}d`)).toBeUndefined();
  });
});
