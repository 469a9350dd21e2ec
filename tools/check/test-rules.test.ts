import { describe, expect, it } from 'vitest';
import { check, told } from './planted.ts';
import { tests } from './rules/tests.ts';

const planted = (text: string, name = 'a.test.ts') =>
  told(
    check(tests, {
      [`shop/${name}`]: text,
      'packages/metes/src/postgres/index.ts': 'export const postgres = 1;',
    }),
  );

describe('the tests checker', () => {
  it('passes tests that expect something', () => {
    const clean = `
      import { given } from 'metes/testing';
      const same = (a: number) => { expect(a).toBe(1); };
      describe('an order', () => {
        it('adds up', () => { expect(1).toBe(1); });
        it('holds for any number', () => { fc.assert(fc.property(fc.integer(), () => true)); });
        it('asks a function of the file', () => same(1));
        it('asks the test kit', async () => { await given(1).when(2).then(3); });
        it.each([1])('takes %s', (n) => { assert.equal(n, 1); });
        it('does not compile', () => {
          // @ts-expect-error a mistake
          const a: string = 1;
        });
      });
    `;
    expect(planted(clean)).toEqual([]);
  });

  it.each([
    "it.only('runs alone', () => { expect(1).toBe(1); });",
    "it.skip('is left out', () => { expect(1).toBe(1); });",
    "it.todo('comes later');",
    "describe.only('a part', () => {});",
    "describe.skip('a part', () => {});",
    "xit('is left out', () => { expect(1).toBe(1); });",
    "it.concurrent.only('runs alone', () => { expect(1).toBe(1); });",
  ])('catches %s', (text) => {
    expect(planted(text)).toHaveLength(1);
  });

  it('catches a test that expects nothing', () => {
    expect(planted("const run = () => 1; it('runs', async () => { await run(); });")[0]).toContain(
      'expects nothing',
    );
    expect(
      planted("import { given } from 'metes/testing'; it('runs', () => given(1).when(2));")[0],
    ).toContain('expects nothing');
    const named = "import { given } from 'metes/testing'; const open = given(1);";
    expect(planted(`${named} it('runs', () => open.when(2));`)[0]).toContain('expects nothing');
    expect(planted(`${named} it('runs', () => open.when(2).thenRaised(3));`)).toEqual([]);
  });

  it('catches a name with the word', () => {
    expect(planted("it('should add up', () => { expect(1).toBe(1); });")[0]).toContain(
      'Say what the subject does',
    );
  });

  it('catches a test that needs PostgreSQL and runs in the fast project', () => {
    for (const from of [
      'metes/postgres',
      'metes/embedded',
      '../tools/vitest/fresh-database.ts',
      '../packages/metes/src/postgres/index.ts',
    ]) {
      expect(planted(`import '${from}';`)[0]).toContain('Rename it to a.pg.test.ts');
      expect(planted(`import '${from}';`, 'a.pg.test.ts')).toEqual([]);
    }
  });
});
