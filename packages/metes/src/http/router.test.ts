import { expect, it } from 'vitest';
import { pathPattern } from './path-pattern.ts';
import { Router } from './router.ts';

const router = new Router<string>();
for (const route of [
  'GET /',
  'GET /carts/:id/lines',
  'PUT /carts/:id/lines',
  'GET /:kind/:id/other',
  'POST /:kind/:id/lines',
]) {
  const [method, path] = route.split(' ') as [string, string];
  router.add(method, pathPattern(path, 'sample'), route);
}

it.each([
  ['GET', [], 'GET /', []],
  ['HEAD', ['carts', '1', 'lines'], 'GET /carts/:id/lines', ['1']],
  ['GET', ['carts', '1', 'other'], 'GET /:kind/:id/other', ['carts', '1']],
  ['POST', ['carts', '1', 'lines'], 'POST /:kind/:id/lines', ['carts', '1']],
])(
  'goes back from a fixed segment to a parameter when the rest does not fit: %s %j',
  (method, segments, target, values) => {
    expect(router.find(method, segments)).toEqual({ target, values });
  },
);

it('names the methods of every pattern that fits, and knows nothing of other paths', () => {
  expect(router.find('DELETE', ['carts', '1', 'lines'])).toEqual({
    target: undefined,
    allow: ['GET', 'HEAD', 'POST', 'PUT'],
  });
  expect(router.find('GET', ['carts', '', 'lines'])).toBeUndefined();
  expect(router.find('GET', ['carts', '1'])).toBeUndefined();
});

it('gives the target that is there already and changes nothing', () => {
  expect(router.add('GET', pathPattern('/carts/:other/lines', 'sample'), 'another')).toBe(
    'GET /carts/:id/lines',
  );
});
