import { describe, expect, it } from 'vitest';
import { errorPage } from '../docs/error-page.ts';
import { readErrorTable } from './core/error-table.ts';
import { check, told, withWorkspace } from './planted.ts';
import { errors } from './rules/errors.ts';

const src = 'packages/metes/src';
const clean = {
  [`${src}/base/errors-base.ts`]: `export const baseErrors = {
    METES_AREA_ONE: { message: 'One {thing} ' + 'broke.', hint: 'Mend {thing}: \`{ a: 1 }\`.' },
  } as const;`,
  [`${src}/base/error-table.ts`]:
    "import { baseErrors } from './errors-base.ts'; export const errorTable = { ...baseErrors };",
  [`${src}/base/errors.ts`]: 'export class MetesError extends Error {}',
  [`${src}/base/a.ts`]:
    "import { MetesError } from './errors.ts'; export const a = () => { throw new MetesError('METES_AREA_ONE'); }; export const url = process.env['METES_TEST_URL'];",
  [`${src}/base/a.test.ts`]:
    "import { a } from './a.ts'; it('breaks', () => { expect(a).toThrow('METES_AREA_ONE'); throw new Error('x'); });",
  'docs/reference/errors.md': '# Errors\n\n### METES_AREA_ONE\n\nSet `METES_TEST_URL`.\n',
};
const planted = (files: Record<string, string>) => told(check(errors, { ...clean, ...files }));
const inSource = (text: string) => planted({ [`${src}/model/b.ts`]: text });

describe('the errors checker', () => {
  it('passes coded errors that are thrown, tested and documented', () => {
    expect(planted({})).toEqual([]);
  });

  it.each([
    "export const b = () => { throw new Error('x'); };",
    "export const b = () => { throw Error('x'); };",
    "export const b = () => { throw new TypeError('x'); };",
    "export const b = () => Promise.reject(new RangeError('x'));",
    "const Plain = Error; export const b = () => { throw new Plain('x'); };",
    'export class OddFault extends Error {}',
    "export const b = () => { throw 'x'; };",
  ])('catches %s', (text) => {
    expect(inSource(text)).toHaveLength(1);
  });

  it('passes names of environment variables', () => {
    const files = {
      [`${src}/model/b.ts`]:
        "export const variable = 'METES_OTHER_URL'; export const b = process.env.METES_THIRD_URL;",
      [`${src}/model/c.ts`]: "import { variable } from './b.ts'; export const c = process.env[variable];",
      'shop/settings.ts': 'const environment = z.object({ METES_FOURTH_URL: z.string() });',
    };
    const text = 'METES_OTHER_URL, METES_THIRD_URL and METES_FOURTH_URL';
    expect(planted({ ...files, 'docs/guide.md': text })).toEqual([]);
  });

  it('catches a code that the table does not know', () => {
    expect(inSource("export const b = 'METES_AREA_TWO';")[0]).toContain(
      'METES_AREA_TWO is not in the error table',
    );
  });

  it('catches a code that is thrown nowhere, even when it is compared', () => {
    const found = planted({
      [`${src}/base/a.ts`]:
        "export const a = (code: string) => code === 'METES_AREA_ONE'; export const url = process.env['METES_TEST_URL'];",
    });
    expect(found.join()).toContain('is thrown nowhere');
    expect(found).toHaveLength(1);
  });

  it('catches a code that no test names', () => {
    expect(planted({ [`${src}/base/a.test.ts`]: '' })[0]).toContain('is named in no test');
  });

  it('catches a code without a heading, and a page that names a stale code', () => {
    expect(planted({ 'docs/reference/errors.md': '# Errors\n' })[0]).toContain('has no heading');
    expect(planted({ 'docs/guide.md': 'See METES_AREA_GONE.' })[0]).toContain('METES_AREA_GONE is neither');
  });

  it('catches entries that say nothing, that stand twice, and parts that the table forgot', () => {
    const found = planted({
      [`${src}/base/errors-more.ts`]:
        "export const moreErrors = { METES_AREA_ONE: { message: '', hint: 'h' }, oddName: { message: 'm', hint: 'h' } } as const;",
    }).join('\n');
    expect(found).toContain('METES_AREA_ONE has no message');
    expect(found).toContain('stands already in');
    expect(found).toContain('"oddName" is not a code');
    expect(found).toContain('does not import this part');
  });
});

describe('the page of errors', () => {
  it('gives every code a heading, its message, its hint and an example', () => {
    const page = withWorkspace(clean, (workspace) => errorPage(readErrorTable(workspace)));
    expect(page).toContain('## Area\n\n### METES_AREA_ONE\n');
    expect(page).toContain('**What happened.** One *thing* broke.');
    expect(page).toContain('**What to do.** Mend *thing*: `{ a: 1 }`.');
    expect(page).toContain('METES_AREA_ONE: One <thing> broke.');
  });
});
