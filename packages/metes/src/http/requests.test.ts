import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HttpUnderTest, httpUnderTest, raw, refuse, tokens } from './http-under-test.ts';
import { MetesError } from '../base/errors.ts';

let web: HttpUnderTest;
beforeAll(async () => {
  web = await httpUnderTest({ limits: { lingerMs: 100 } });
});
afterAll(() => web.stop());
beforeEach(() => {
  web.fake.sent.length = 0;
  web.told.length = 0;
  web.fake.carryOut = async () => undefined;
});

const alice = { authorization: `Bearer ${tokens.alice}` };
let keys = 0;
const freshKey = (): Record<string, string> => ({
  ...alice,
  'content-type': 'application/json',
  'idempotency-key': `"key-${++keys}"`,
});
const post = (
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Record<string, string> = freshKey(),
  path = '/carts/c1/lines',
): Promise<Response> => fetch(web.url + path, { method: 'POST', headers, body });

async function problem(response: Response | Promise<Response>): Promise<Record<string, any>> {
  const answered = await response;
  const body = (await answered.json()) as Record<string, any>;
  expect(answered.headers.get('content-type')).toBe('application/problem+json');
  expect(body).toMatchObject({
    status: answered.status,
    instance: `urn:uuid:${answered.headers.get('x-request-id')}`,
  });
  expect(body['type']).toBe(`urn:metes:error:${body['code'].toLowerCase()}`);
  return body;
}

describe('finding the route', () => {
  it.each([
    ['/carts/c1', 200],
    ['/carts/c1/', 200],
    ['/carts/%631?limit=5', 200],
    ['/carts/new', 200],
    ['/carts/gone1', 404],
    ['/carts', 404],
    ['/carts//c1', 404],
    ['/carts/c1//', 404],
    ['/nowhere', 404],
    ['/carts/%', 400],
    ['/carts/%ff', 400],
    ['/carts/%ED%A0%80', 400],
    ['/carts/%00', 400],
    ['/carts/a%2Fb', 400],
    ['/carts/c1?limit=%ff', 400],
    ['/carts/c1?limit=1&limit=2', 400],
    ['/carts/c1?unknown=1', 400],
    ['/carts/c1?__proto__=1', 400],
    ['/carts/c1?limit=0', 400],
    ['/carts/c1?limit=%00', 400],
    ['/carts/c1?tags=a&tags=b', 200],
    ['/carts/new?x=1', 400],
    [`/carts/${'x'.repeat(1_100)}`, 414],
    [`/carts/c1?tags=${'x'.repeat(4_100)}`, 414],
    [`/carts/c1?${'tags=x&'.repeat(70)}`, 400],
  ])('answers GET %s with %i', async (path, status) => {
    const response = await fetch(web.url + path, { headers: alice });
    expect(response.status).toBe(status);
    if (status >= 400) await problem(response);
  });

  it('prefers a fixed segment to a parameter', async () => {
    expect(await (await fetch(`${web.url}/carts/new`)).json()).toMatchObject({ cartId: 'new' });
  });

  it('names the methods that a path takes', async () => {
    const response = await fetch(`${web.url}/carts/c1`, { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('DELETE, GET, HEAD');
    expect((await problem(response))['code']).toBe('METES_HTTP_METHOD');
  });

  it('answers HEAD like GET, without the body', async () => {
    const response = await fetch(`${web.url}/carts/c1`, { method: 'HEAD', headers: alice });
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10);
    expect(await response.text()).toBe('');
  });

  it('says METES_HTTP_TARGET_TOO_LONG with the most it takes', async () => {
    const answered = await problem(fetch(`${web.url}/carts/${'x'.repeat(2_000)}`));
    expect(answered).toMatchObject({
      status: 414,
      code: 'METES_HTTP_TARGET_TOO_LONG',
      detail: expect.stringContaining('1024'),
    });
  });

  it('takes a whole address as the target', async () => {
    expect(
      await raw(
        web.port,
        'GET http://shop.test/healthz HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n',
      ),
    ).toContain('200 OK');
  });
});

describe('who asks', () => {
  it.each([
    ['no token', {}, 401, 'METES_HTTP_TOKEN_MISSING'],
    ['another scheme', { authorization: 'Basic YTpi' }, 401, 'METES_HTTP_TOKEN_MISSING'],
    ['an unknown token', { authorization: 'Bearer token-of-mallory-01' }, 401, 'METES_HTTP_TOKEN_UNKNOWN'],
    [
      'a principal without the role',
      { authorization: `Bearer ${tokens.nobody}` },
      403,
      'METES_HTTP_FORBIDDEN',
    ],
  ])('refuses %s', async (_, headers, status, code) => {
    const response = await fetch(`${web.url}/carts/c1`, { headers: headers as Record<string, string> });
    expect(response.status).toBe(status);
    expect(response.headers.has('www-authenticate')).toBe(status === 401);
    expect((await problem(response))['code']).toBe(code);
  });

  it('lets anybody use a public route, even with a token it does not know', async () => {
    expect(
      (await fetch(`${web.url}/carts/new`, { headers: { authorization: 'Bearer stale-token-0123456' } }))
        .status,
    ).toBe(200);
  });

  it('checks customers as owners and staff not', async () => {
    await post('{"lines":[]}');
    await post('{"lines":[]}', { ...freshKey(), authorization: `Bearer ${tokens.staff}` });
    expect(web.fake.sent.map((each) => each.owner?.id)).toEqual(['alice', undefined]);
  });
});

describe('bodies', () => {
  const lines = (inner: string): string => `{"lines":[{"sku":"a","quantity":1,${inner}}]}`;
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  it.each<[string, string | Uint8Array<ArrayBuffer>, number, string]>([
    ['no JSON', 'nope', 400, 'METES_HTTP_JSON_INVALID'],
    ['truncated JSON', '{"lines":[', 400, 'METES_HTTP_JSON_INVALID'],
    ['an unfinished text', '{"lines":"a', 400, 'METES_HTTP_JSON_INVALID'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'METES_HTTP_JSON_INVALID'],
    ['surrogates as bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 400, 'METES_HTTP_JSON_INVALID'],
    ['a byte order mark', '\ufeff{"lines":[]}', 400, 'METES_HTTP_JSON_INVALID'],
    ['NaN', '{"lines":NaN}', 400, 'METES_HTTP_JSON_INVALID'],
    ['nothing', '', 400, 'METES_HTTP_INPUT_INVALID'],
    ['a list', '[]', 400, 'METES_HTTP_INPUT_INVALID'],
    ['null', 'null', 400, 'METES_HTTP_INPUT_INVALID'],
    ['a missing field', '{}', 400, 'METES_HTTP_INPUT_INVALID'],
    ['an unknown field', '{"lines":[],"price":1}', 400, 'METES_HTTP_INPUT_INVALID'],
    ['an unknown field inside', lines('"price":1'), 400, 'METES_HTTP_INPUT_INVALID'],
    ['a number as text', '{"lines":[{"sku":"a","quantity":"1"}]}', 400, 'METES_HTTP_INPUT_INVALID'],
    [
      'what only the command refuses',
      `{"lines":[${Array(6).fill('{"sku":"a","quantity":1}').join()}]}`,
      400,
      'METES_HTTP_INPUT_INVALID',
    ],
    ['U+0000', lines('"note":"a\\u0000b"'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['a lone high surrogate', lines('"note":"\\ud800"'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['a lone low surrogate', lines('"note":"x\\udc00y"'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['a field given twice', lines('"sku":"b"'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['a field given twice by an escape', lines('"\\u0073ku":"b"'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['__proto__', lines('"__proto__":{}'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['__proto__ by an escape', lines('"\\u005f_proto__":{}'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['constructor', lines('"constructor":{"prototype":{}}'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['prototype', '{"prototype":1}', 400, 'METES_HTTP_JSON_REFUSED'],
    ['2^53+1', lines('"note":9007199254740993'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['-2^53', lines('"note":-9007199254740992'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['1e400', lines('"note":1e400'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['-0', lines('"note":-0'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['-0.0e5', lines('"note":-0.0e5'), 400, 'METES_HTTP_JSON_REFUSED'],
    ['a very long number', lines(`"note":0.${'1'.repeat(100)}`), 400, 'METES_HTTP_JSON_REFUSED'],
    ['deep nesting', deep, 400, 'METES_HTTP_JSON_REFUSED'],
    [
      'thousands of fields',
      `{${Array.from({ length: 3_000 }, (_, n) => `"k${n}":1`).join()}}`,
      400,
      'METES_HTTP_JSON_REFUSED',
    ],
    ['a huge text', lines(`"note":"${'x'.repeat(70_000)}"`), 413, 'METES_HTTP_BODY_TOO_LARGE'],
  ])('refuses %s', async (_, body, status, code) => {
    const answered = await problem(post(body));
    expect([answered['status'], answered['code']]).toEqual([status, code]);
    expect(web.fake.sent).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('takes whole surrogate pairs, escaped or not, and numbers up to the limit', async () => {
    expect((await post('{"lines":[{"sku":"\\ud83d\\ude00😀\\"\\\\","quantity":1}]}')).status).toBe(201);
  });

  it('says where the input does not fit', async () => {
    const { errors } = await problem(post('{"lines":[{"sku":"a","quantity":0}]}'));
    expect(errors).toEqual([{ path: 'body.lines.0.quantity', message: expect.any(String) }]);
  });

  it.each([
    [{ 'content-type': 'text/plain' }, 415, 'METES_HTTP_MEDIA_TYPE'],
    [{ 'content-type': 'application/json; charset=latin1' }, 415, 'METES_HTTP_MEDIA_TYPE'],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 415, 'METES_HTTP_MEDIA_TYPE'],
    [{ 'content-encoding': 'gzip' }, 415, 'METES_HTTP_ENCODING'],
  ])('refuses a body with %j', async (headers, status, code) => {
    const answered = await problem(
      post('{"lines":[]}', { ...freshKey(), ...(headers as Record<string, string>) }),
    );
    expect([answered['status'], answered['code']]).toEqual([status, code]);
  });

  it('takes the character set UTF-8 in any spelling', async () => {
    expect(
      (await post('{"lines":[]}', { ...freshKey(), 'content-type': 'Application/JSON;charset="UTF-8"' }))
        .status,
    ).toBe(201);
  });

  it('refuses a body where none is expected', async () => {
    const response = fetch(`${web.url}/carts/c1`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${tokens.staff}` },
      body: '{}',
    });
    expect((await problem(response))['code']).toBe('METES_HTTP_BODY_UNEXPECTED');
  });
});

describe('refusals of the system', () => {
  it.each([
    ['METES_RUNTIME_NOT_FOUND', { aggregate: 'Cart', id: 'c1' }, 404, null],
    ['METES_RUNTIME_ALREADY_EXISTS', { aggregate: 'Cart', id: 'c1' }, 409, null],
    ['METES_RUNTIME_KEY_IN_PROGRESS', { key: 'k' }, 409, '1'],
    ['METES_RUNTIME_KEY_REUSED', { key: 'k' }, 422, null],
    ['METES_RUNTIME_OVERLOADED', { context: 'carts', waiting: 9 }, 503, '1'],
    ['METES_RUNTIME_STOPPING', { context: 'carts' }, 503, '2'],
    ['METES_STORE_UNAVAILABLE', { context: 'carts', reason: 'password of 10.0.0.1' }, 503, '2'],
    ['METES_STORE_CONFLICT', { context: 'carts', what: 'Cart' }, 503, '1'],
    ['METES_STORE_TOO_LARGE', { type: 'X', aggregate: 'Cart', bytes: 2, most: 1 }, 413, null],
  ] as const)('answers %s with its status', async (code, values, status, retryAfter) => {
    web.fake.carryOut = async () => {
      throw new MetesError(code, values);
    };
    const response = await post('{"lines":[]}');
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
    const text = JSON.stringify(await problem(response));
    expect(text).toContain(code);
    expect(text).not.toContain('10.0.0.1');
    expect(web.told).toEqual([]);
  });

  it('answers a broken rule of the domain in its own words, without its details', async () => {
    web.fake.carryOut = async () => refuse();
    const answered = await problem(post('{"lines":[]}'));
    expect(answered).toMatchObject({
      status: 422,
      code: 'DOMAIN_RULE_BROKEN',
      subject: 'Cart',
      detail: 'A cart takes at most three lines',
    });
    expect(answered).not.toHaveProperty('details');
  });

  it('answers METES_HTTP_INTERNAL for what nobody foresaw, and tells only the journal what it was', async () => {
    const answered = await problem(fetch(`${web.url}/broken`));
    expect(answered).toMatchObject({ status: 500, code: 'METES_HTTP_INTERNAL' });
    expect(JSON.stringify(answered)).not.toContain('hunter2');
    expect(web.told[0]?.fields).toMatchObject({
      route: 'GET /broken',
      context: 'carts',
      error: expect.stringContaining('hunter2'),
    });
    expect(answered['instance']).toContain(String(web.told[0]?.fields?.['request']));
  });

  it('answers 500 when an answer is not what its route declares, and journals METES_HTTP_ANSWER_INVALID', async () => {
    expect((await problem(fetch(`${web.url}/lying`)))['code']).toBe('METES_HTTP_INTERNAL');
    expect(web.told[0]?.fields?.['error']).toContain('METES_HTTP_ANSWER_INVALID');
  });

  it('says METES_HTTP_NOT_FOUND for what a read does not find, and METES_HTTP_NO_ROUTE for a path that is none', async () => {
    expect((await problem(fetch(`${web.url}/carts/gone`, { headers: alice })))['code']).toBe(
      'METES_HTTP_NOT_FOUND',
    );
    expect((await problem(fetch(`${web.url}/cars`)))['code']).toBe('METES_HTTP_NO_ROUTE');
  });
});

describe('headers of answers', () => {
  it('are safe by default and carry the ids on', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const response = await post('{"lines":[]}', {
      ...freshKey(),
      traceparent,
      'x-correlation-id': 'visit-7',
    });
    const wanted = {
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      location: '/carts/c1',
      traceparent,
      'x-correlation-id': 'visit-7',
    };
    expect(Object.fromEntries(response.headers)).toMatchObject(wanted);
    expect(web.fake.sent[0]).toMatchObject({
      correlation: 'visit-7',
      causation: response.headers.get('x-request-id'),
      traceparent,
    });
  });

  it('ignore ids that are not valid', async () => {
    const response = await post('{"lines":[]}', {
      ...freshKey(),
      traceparent: '00-00000000000000000000000000000000-b7ad6b7169203331-01',
      'x-correlation-id': 'a b\tc',
    });
    expect(response.headers.get('traceparent')).toBeNull();
    expect(response.headers.get('x-correlation-id')).toBe(response.headers.get('x-request-id'));
  });
});

describe('notifications', () => {
  const notify = (
    body: string,
    headers: Record<string, string> = { 'x-signature': 'good' },
  ): Promise<Response> => fetch(`${web.url}/notifications`, { method: 'POST', headers, body });

  it('lead to a command once per id', async () => {
    const replayed: (string | null)[] = [];
    for (const body of ['{"id":"n1","cartId":"c1"}', '{"cartId":"c1", "id":"n1"}']) {
      const response = await notify(body);
      expect(response.status).toBe(204);
      replayed.push(response.headers.get('idempotency-replayed'));
    }
    expect([web.fake.sent.length, ...replayed]).toEqual([1, null, 'true']);
  });

  it('that concern nobody are accepted', async () => {
    expect((await notify('{"id":"n2"}')).status).toBe(204);
    expect(web.fake.sent).toEqual([]);
  });

  it.each([
    [{}, '{}', 400, 'METES_HTTP_NOTIFICATION_REFUSED'],
    [{ 'x-signature': 'good' }, 'no JSON', 422, 'METES_HTTP_NOTIFICATION_UNREADABLE'],
    [{ 'x-signature': 'good', 'content-encoding': 'gzip' }, '{}', 415, 'METES_HTTP_ENCODING'],
    [{ 'x-signature': 'good' }, 'x'.repeat(70_000), 413, 'METES_HTTP_BODY_TOO_LARGE'],
  ])('with %j are refused', async (headers, body, status, code) => {
    const answered = await problem(notify(body, headers));
    expect([answered['status'], answered['code']]).toEqual([status, code]);
  });
});
