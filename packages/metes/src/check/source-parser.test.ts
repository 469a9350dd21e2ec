import { expect, test } from 'vitest';
import { isMetesError } from '../base/errors.ts';
import { loadSourceTools } from './source-parser.ts';

test('packages that are not installed are named with their versions', async () => {
  const loading = loadSourceTools(async (name) => {
    if (name === 'oxc-resolver') throw new TypeError('Cannot find package');
    return {};
  });
  const error = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(isMetesError(error, 'METES_CHECK_PACKAGES_MISSING')).toBe(true);
  expect(error).toMatchObject({ hint: 'Run: npm install --save-dev oxc-resolver@11.24.2' });
});

test('a tree is made of a file whatever its kind', async () => {
  const { parse } = await loadSourceTools();
  for (const [path, text] of [
    ['a.tsx', 'export const a = <b>c</b>;'],
    ['a.d.ts', 'export declare const a: number;'],
    ['a.cjs', 'module.exports = require("b");'],
    ['a.mts', 'export type A = import("b").C;'],
  ] as const) {
    const { problem, tree } = parse(path, text);
    expect([path, problem, tree().type]).toEqual([path, undefined, 'Program']);
  }
});
