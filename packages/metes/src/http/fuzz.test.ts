import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  FakeContext,
  type HttpUnderTest,
  httpUnderTest,
  raw,
  sampleContext,
  sampleRoutes,
  tokens,
} from './http-under-test.ts';

let web: HttpUnderTest;
beforeAll(async () => {
  const sound = sampleRoutes.filter((route) => !['/broken', '/lying'].includes(route.path));
  web = await httpUnderTest({ fake: new FakeContext(sampleContext(sound)) });
});
afterAll(() => web.stop());
beforeEach(() => {
  web.fake.sent.length = 0;
});

const headers = { authorization: `Bearer ${tokens.staff}`, 'content-type': 'application/json' };
let keys = 0;
const put = (body: string): Promise<Response> =>
  fetch(`${web.url}/carts/c1/lines`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': `k${++keys}` },
    body,
  });

/** A refusal is a problem with its own status, never a failure; nothing reached a handler. */
async function expectRefused(response: Response): Promise<void> {
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({
    status: response.status,
    code: expect.stringMatching(/^METES_HTTP_/),
  });
  expect(web.fake.sent).toEqual([]);
}

const isLine = (line: unknown): boolean => {
  if (typeof line !== 'object' || line === null) return false;
  const { sku, quantity, note = '', ...rest } = line as { sku?: unknown; quantity?: unknown; note?: unknown };
  const text = (value: unknown, least: number, most: number): boolean =>
    typeof value === 'string' && value.length >= least && value.length <= most;
  return (
    Object.keys(rest).length === 0 &&
    text(sku, 1, 40) &&
    text(note, 0, 200) &&
    Number.isInteger(quantity) &&
    Number(quantity) >= 1 &&
    Number(quantity) <= 999
  );
};
const isValid = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  Object.keys(body).join() === 'lines' &&
  Array.isArray((body as { lines: unknown }).lines) &&
  (body as { lines: unknown[] }).lines.length <= 5 &&
  (body as { lines: unknown[] }).lines.every(isLine);

const nasty = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(-0, 2 ** 53, 1.5, -1, 0, '', 'a\0b', '\ud800', 'x'.repeat(300), null, [], {}),
);
const line = fc.record(
  {
    sku: fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), nasty),
    quantity: fc.oneof(fc.integer({ min: 1, max: 999 }), nasty),
    note: fc.oneof(fc.string(), nasty),
    price: nasty,
  },
  { requiredKeys: [] },
);

it('refuses every body that is not valid, and only those', async () => {
  let accepted = 0;
  const property = fc.asyncProperty(
    fc.oneof(
      nasty,
      fc.record({
        lines: fc.oneof(
          { weight: 3, arbitrary: fc.array(line, { maxLength: 3 }) },
          { weight: 1, arbitrary: nasty },
        ),
      }),
    ),
    async (body) => {
      web.fake.sent.length = 0;
      const text = JSON.stringify(body);
      const response = await put(text);
      // What JSON itself loses (-0, functions) was never in the request.
      const sent: unknown = JSON.parse(text);
      if (!isValid(sent) || /\\u0000|\\ud[89a-f]/.test(text)) return expectRefused(response);
      accepted++;
      expect(response.status).toBe(201);
      await response.text();
    },
  );
  await fc.assert(property, {
    numRuns: 500,
    examples: [[{ lines: [] }], [{ lines: [{ sku: 'a', quantity: 1 }] }]],
  });
  expect(accepted).toBeGreaterThan(1);
});

it('refuses valid bodies that were cut, padded or broken in one byte, unless they are still valid', async () => {
  const valid = '{"lines":[{"sku":"a","quantity":1,"note":"b"}]}';
  const byte = fc.integer({ min: 0, max: valid.length - 1 });
  const property = fc.asyncProperty(
    byte,
    fc.constantFrom('"', '\\', '{', '[', ',', '-', '0', '\0', '\x7f', '😀', ''),
    fc.boolean(),
    async (at, character, cut) => {
      web.fake.sent.length = 0;
      const text = cut ? valid.slice(0, at) : valid.slice(0, at) + character + valid.slice(at + 1);
      const response = await put(text);
      let sent: unknown;
      try {
        sent = JSON.parse(text);
      } catch {
        return expectRefused(response);
      }
      if (!isValid(sent)) return expectRefused(response);
      expect(response.status).toBe(201);
      await response.text();
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

it('answers any target with something other than a failure', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'carts',
      'c1',
      'lines',
      'new',
      '..',
      '.',
      '%',
      '%00',
      '%2f',
      '%ff',
      '%E2%82%AC',
      '?',
      '&',
      '=',
      'limit',
      'tags',
      '#',
      '__proto__',
      '*',
      '//',
      '\\',
      '"',
      ' ',
    ),
    fc.string({ maxLength: 6 }),
  );
  const property = fc.asyncProperty(
    fc.array(piece, { maxLength: 8 }),
    fc.constantFrom('GET', 'DELETE', 'POST', 'OPTIONS', 'PROPFIND'),
    async (pieces, method) => {
      const target = `/${pieces.join('/')}`.replaceAll(/[\r\n]/g, '');
      const text = await raw(
        web.port,
        Buffer.from(
          `${method} ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: ${headers.authorization}\r\nConnection: close\r\n\r\n`,
          'utf8',
        ),
      );
      expect(text).toMatch(/^HTTP\/1\.1 (2\d\d|4\d\d) /);
      if (text.startsWith('HTTP/1.1 4')) expect(text).toMatch(/content-type: application\/problem\+json/i);
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

it('answers any header value with something other than a failure', async () => {
  const name = fc.constantFrom(
    'Authorization',
    'Idempotency-Key',
    'Content-Type',
    'Content-Encoding',
    'Expect',
    'traceparent',
    'X-Correlation-Id',
    'Accept',
    'Content-Length',
    'Transfer-Encoding',
    'Host',
  );
  const value = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '"',
      '"a',
      'Bearer',
      'Bearer  ',
      'gzip',
      'chunked',
      '-1',
      '1e3',
      'application/json;',
      ',',
    ),
  );
  const property = fc.asyncProperty(name, value, async (header, content) => {
    web.fake.sent.length = 0;
    const plain = content.replaceAll(/[\r\n]/g, '');
    const text = await raw(
      web.port,
      Buffer.from(
        `POST /carts/c1/lines HTTP/1.1\r\n${header}: ${plain}\r\nConnection: close\r\n\r\n`,
        'utf8',
      ),
      300,
    );
    if (text !== '') expect(text).toMatch(/^HTTP\/1\.1 (100 Continue|4\d\d)/);
    expect(web.fake.sent).toEqual([]);
  });
  await fc.assert(property, { numRuns: 300 });
  expect(web.told).toEqual([]);
}, 60_000);
