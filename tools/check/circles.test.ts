import { describe, expect, it } from 'vitest';
import { check } from './planted.ts';
import { circles } from './rules/circles.ts';

describe('the circles checker', () => {
  it('passes files that import each other in one direction', () => {
    expect(
      check(circles, {
        'shop/a.ts': "import './b.ts'; import './c.ts';",
        'shop/b.ts': "import './c.ts';",
        'shop/c.ts': '',
      }),
    ).toEqual([]);
  });

  it('catches a circle of values and names the shortest way round', () => {
    const [found] = check(circles, {
      'tools/a.ts': "import './b.ts';",
      'tools/b.ts': "import './c.ts';",
      'tools/c.ts': "import './a.ts';",
      'tools/d.ts': "import './a.ts';",
    });
    expect(found?.message).toContain('tools/a.ts -> tools/b.ts -> tools/c.ts -> tools/a.ts');
  });

  it('catches a circle that exists in types only', () => {
    const found = check(circles, {
      'packages/metes/src/base/a.ts': "import type { B } from './b.ts'; export type A = B;",
      'packages/metes/src/base/b.ts': "export type B = import('./a.ts').A;",
    });
    expect(found).toHaveLength(1);
  });

  it('catches a file that imports itself', () => {
    expect(check(circles, { 'bench/a.ts': "export * from './a.ts';" })).toHaveLength(1);
  });
});
