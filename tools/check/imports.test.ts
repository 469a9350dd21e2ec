import { describe, expect, it } from 'vitest';
import { check, told } from './planted.ts';
import { imports } from './rules/imports.ts';

describe('the imports checker', () => {
  it('passes imports that resolve, those by the name of the toolkit included', () => {
    const found = check(imports, {
      'packages/metes/src/base/index.ts': 'export const a = 1;',
      'shop/a.ts': "import { a } from 'metes/base'; import 'node:fs';",
    });
    expect(told(found)).toEqual([]);
  });

  it('catches imports that lead nowhere', () => {
    expect(check(imports, { 'shop/a.ts': "import './missing.ts';" })[0]?.message).toContain(
      'resolves to nothing',
    );
  });

  it('catches a file that does not parse', () => {
    expect(check(imports, { 'shop/a.ts': 'const = ;' })[0]?.message).toContain('does not parse');
  });
});
