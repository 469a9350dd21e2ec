import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpUnderTest, httpUnderTest, raw, tokens } from './http-under-test.ts';

let web: HttpUnderTest;
beforeAll(async () => {
  web = await httpUnderTest({
    limits: { headersTimeoutMs: 200, requestTimeoutMs: 400, keepAliveMs: 200, lingerMs: 100 },
  });
});
afterAll(() => web.stop());

const request = (line: string, headers: string, body = ''): string =>
  `${line} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokens.alice}\r\n${headers}\r\n${body}`;
const lines = 'POST /carts/c1/lines';
const json = 'Content-Type: application/json\r\nIdempotency-Key: k\r\n';

/** Status and code of the first answer in what came over the wire. */
function first(text: string): [number, string | undefined] {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  if (status >= 400) expect(text).toMatch(/content-type: application\/problem\+json/i);
  return [status, /"code":"(\w+)"/.exec(text)?.[1]];
}

describe('requests that are no good HTTP', () => {
  it.each([
    ['what is no HTTP', 'hello\r\n\r\n', 400, 'METES_HTTP_MALFORMED'],
    ['an unknown method', 'FETCH / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'METES_HTTP_METHOD_UNKNOWN'],
    ['a method in small letters', 'get / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'METES_HTTP_METHOD_UNKNOWN'],
    ['another protocol', 'EHLO mail.example.com\r\n', 400, 'METES_HTTP_MALFORMED'],
    ['a missing Host', 'GET /carts/new HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'METES_HTTP_MALFORMED'],
    [
      'a target that is no path',
      'GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      400,
      'METES_HTTP_MALFORMED',
    ],
    [
      'raw bytes in the path',
      'GET /carts/\xe9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      400,
      'METES_HTTP_MALFORMED',
    ],
    [
      'a control character in a header',
      'GET / HTTP/1.1\r\nHost: x\r\nX-A: a\x01b\r\n\r\n',
      400,
      'METES_HTTP_MALFORMED',
    ],
    [
      'two lengths',
      request(lines, 'Content-Length: 1\r\nContent-Length: 2\r\n', 'ab'),
      400,
      'METES_HTTP_MALFORMED',
    ],
    [
      'a length beside chunks',
      request(lines, `${json}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`, '0\r\n\r\n'),
      400,
      'METES_HTTP_MALFORMED',
    ],
    [
      'broken chunks',
      request(lines, `${json}Transfer-Encoding: chunked\r\n`, 'zz\r\n'),
      400,
      'METES_HTTP_MALFORMED',
    ],
    [
      'large headers',
      request('GET /carts/new', `X-Big: ${'x'.repeat(17_000)}\r\n`),
      431,
      'METES_HTTP_HEADERS_TOO_LARGE',
    ],
    [
      'large chunk extensions',
      request(lines, `${json}Transfer-Encoding: chunked\r\n`, `2;${'x'.repeat(17_000)}\r\n{}\r\n0\r\n\r\n`),
      413,
      'METES_HTTP_BODY_TOO_LARGE',
    ],
    [
      'an unknown expectation',
      request('GET /carts/new', 'Expect: miracles\r\nConnection: close\r\n'),
      417,
      'METES_HTTP_EXPECTATION',
    ],
    [
      'two idempotency keys',
      request(
        lines,
        'Content-Type: application/json\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 2\r\nConnection: close\r\n',
        '{}',
      ),
      400,
      'METES_HTTP_KEY_INVALID',
    ],
  ])('refuses %s', async (_, bytes, status, code) => {
    expect(first(await raw(web.port, Buffer.from(bytes, 'latin1')))).toEqual([status, code]);
    expect(web.fake.sent).toEqual([]);
  });
});

describe('a refusal says what is wrong and what to send', () => {
  it('for two idempotency keys', async () => {
    const headers = 'Content-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n';
    for (const [one, other] of [
      ['a', 'b'],
      ['"a"', '"b"'],
      ['"a, \\"b"', '"c"'],
    ]) {
      const text = await raw(
        web.port,
        request(lines, `${headers}Idempotency-Key: ${one}\r\nIdempotency-Key: ${other}\r\n`, '{}'),
      );
      expect(text).toContain('The Idempotency-Key is not valid: there are several, and a request has one.');
      expect(text).toContain(
        'Send the header Idempotency-Key once, with 1 to 255 printable ASCII characters',
      );
    }
  });

  it('for an unknown method', async () => {
    const text = await raw(web.port, 'Bake /carts/new?a=b HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(text).toContain('There is no method \\"Bake\\" in HTTP.');
    expect(text).toContain('Send GET, HEAD, POST, PUT, PATCH or DELETE, in capitals');
  });
});

describe('large bodies', () => {
  it('are refused by their announced length before a byte of them is read', async () => {
    const text = await raw(web.port, request(lines, `${json}Content-Length: 100000000\r\n`));
    expect(first(text)).toEqual([413, 'METES_HTTP_BODY_TOO_LARGE']);
    expect(text).toMatch(/connection: close/i);
  });

  it('are refused without asking for them', async () => {
    const text = await raw(
      web.port,
      request(lines, `${json}Content-Length: 100000000\r\nExpect: 100-continue\r\n`),
    );
    expect(first(text)).toEqual([413, 'METES_HTTP_BODY_TOO_LARGE']);
  });

  it('in chunks are refused as soon as they pass the limit', async () => {
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    expect(
      first(await raw(web.port, request(lines, `${json}Transfer-Encoding: chunked\r\n`, chunk.repeat(5))))[0],
    ).toBe(413);
  });

  it('do not keep a refused client from reading its answer', async () => {
    const body = 'x'.repeat(3_000_000);
    const text = await raw(web.port, request('POST /nowhere', `Content-Length: ${body.length}\r\n`, body));
    expect(first(text)).toEqual([404, 'METES_HTTP_NO_ROUTE']);
  });
});

describe('slow clients', () => {
  it('that never finish their headers are answered 408', async () => {
    expect(first(await raw(web.port, 'GET / HTTP/1.1\r\nHost: x\r\n', 3_000))).toEqual([
      408,
      'METES_HTTP_TIMED_OUT',
    ]);
  });

  it('that never finish their body are answered 408, and no handler is called', async () => {
    expect(first(await raw(web.port, request(lines, `${json}Content-Length: 10\r\n`, '{'), 3_000))).toEqual([
      408,
      'METES_HTTP_TIMED_OUT',
    ]);
    expect(web.fake.sent).toEqual([]);
  });

  it('that go away in the middle of a body leave nothing behind', async () => {
    await raw(web.port, request(lines, `${json}Content-Length: 10\r\n`, '{'), 50);
    expect([web.fake.sent, web.told]).toEqual([[], []]);
  });

  it('that keep a connection open without using it lose it', async () => {
    const text = await raw(web.port, 'GET /carts/new HTTP/1.1\r\nHost: x\r\n\r\n', 3_000);
    expect(first(text)[0]).toBe(200);
  });
});

it('waits for the body of a client that asks whether to go on', async () => {
  const text = await raw(
    web.port,
    request(
      lines,
      `${json}Content-Length: 12\r\nExpect: 100-continue\r\nConnection: close\r\n`,
      '{"lines":[]}',
    ),
  );
  expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201/);
  web.fake.sent.length = 0;
});

it('never lets broken bytes pass for the answer to a request whose effect is on its way', async () => {
  let release = (): void => undefined;
  web.fake.carryOut = () => new Promise<void>((resolve) => (release = resolve));
  const answer = raw(
    web.port,
    request(lines, `${json}Content-Length: 12\r\n`, '{"lines":[]}') + 'garbage\r\n\r\n',
  );
  expect(await answer).toBe('');
  release();
  web.fake.carryOut = async () => undefined;
  web.fake.sent.length = 0;
});

it('closes connections beyond the most it takes', async () => {
  const small = await httpUnderTest({ limits: { connections: 1 } });
  const holder = connect(small.port, '127.0.0.1');
  await new Promise((resolve) => holder.once('connect', resolve));
  expect(await raw(small.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('');
  holder.destroy();
  await small.stop();
});
