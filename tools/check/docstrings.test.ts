import { describe, expect, it } from 'vitest';
import { check, told } from './planted.ts';
import { docstrings } from './rules/docstrings.ts';

const planted = (text: string, name = 'a.ts') =>
  told(check(docstrings, { [`packages/metes/src/base/${name}`]: text }));

describe('the docstrings checker', () => {
  it('passes exports that say what they are', () => {
    const clean = `
      /** One. */
      export const one = 1;
      /** Two. */
      // oxlint-disable-next-line no-empty
      export function two() {}
      /** Three: type and value of one name. */
      export type Three = 3;
      export const Three = 3;
      /** Four. */
      class Four {}
      export { Four };
      export * from './b.ts';
      const inside = 1;
    `;
    expect(planted(clean)).toEqual([]);
    expect(planted('export const a = 1;', 'a.test.ts')).toEqual([]);
  });

  it.each([
    'export const one = 1;',
    '// A comment is no docstring.\nexport function two() {}',
    '/* Nor is this. */ export class Three {}',
    '/** */ export type Four = 4;',
    '/** Of another. */ const other = 1; export interface Five {}',
    'const six = 6; export { six };',
    'export default class {}',
  ])('catches %s', (text) => {
    expect(planted(text)).toHaveLength(1);
  });
});
