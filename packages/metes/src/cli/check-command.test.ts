import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCli } from './cli.ts';
import { fakeTerminal } from './cli-under-test.ts';

const model = pathToFileURL(join(import.meta.dirname, '../model/index.ts')).href;
const config = (relations: string) => `
import { context, contextMap, contract, customerSupplier, generic, supporting } from '${model.replace('model/index.ts', 'index.ts')}';
const reviewed = '2026-11-02';
const one = (name, subdomain) => context(name, { purpose: 'Is checked', subdomain, team: name, experts: ['Ada'], language: { Order: 'What is binding.' }, aggregates: [], handlers: [] });
const ordering = one('ordering', supporting({ reviewed }));
const payments = one('payments', generic({ reviewed }));
export default { map: contextMap('small', ordering, payments${relations}) };
`;
const files = {
  'metes.config.mjs': config(''),
  'contexts/ordering/domain/order.ts': 'export class Order {}\n',
  'contexts/ordering/contract/index.ts': 'export const nothing = 0;\n',
  'contexts/payments/application/pay.ts': "export { nothing } from '../../ordering/contract/index.ts';\n",
};

async function check(
  args: string,
  edit: Readonly<Record<string, string>> = {},
  prepare: (folder: string) => void = () => undefined,
) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'metes-check-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries({ ...files, ...edit })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  prepare(folder);
  const terminal = fakeTerminal({ folder });
  const code = await runCli(['check', ...args.split(' ').filter(Boolean)], terminal);
  return { code, ...terminal.written };
}

const innocent = { 'contexts/payments/application/pay.ts': 'export const pay = 1;\n' };

describe('metes check', () => {
  test('says where, what and what to write, by context, and fails', async () => {
    const { code, out } = await check('');
    expect(code).toBe(1);
    expect(out).toContain(
      'payments\n  error METES_CHECK_UNRELATED  contexts/payments/application/pay.ts:1:1\n',
    );
    expect(out).toContain(
      '    payments imports the contract of ordering, but the map says nothing of the two.\n',
    );
    expect(out).toContain('    -> Add to the map: customerSupplier(ordering, payments, { exposes: [] })\n');
    expect(out).toMatch(/Figures\n.* of domain .*\n {2}supporting +1 +2 +2 +1 /);
    expect(out).toMatch(/1 error \d+/);
  });

  test('counts tests however their cases are typed', async () => {
    const text =
      "it('a', f);\nit.each<[string]>([['b']])('%s', f);\n  test.each`x`('c', f);\nitems.push(1);\n";
    const { out } = await check('', { ...innocent, 'contexts/ordering/domain/order.test.ts': text });
    expect(out).toMatch(/\n {2}supporting +1 +2 +2 +1 +4 +3 /);
  });

  test('passes what keeps to the map', async () => {
    const { code, out } = await check('', innocent);
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('Everything keeps to the map.'),
    });
  });

  test('runs the rules that are asked for, and knows the names of no others', async () => {
    expect((await check('--rule layer,inside')).code).toBe(0);
    expect((await check('--rule METES_CHECK_UNRELATED')).code).toBe(1);
    const typo = await check('--rule unrelatd');
    expect(typo).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "unrelated"?') });
    expect((await check('--json --sarif')).code).toBe(2);
  });

  test('tells programs in JSON', async () => {
    const { code, out } = await check('--json');
    expect(code).toBe(1);
    const { findings, figures } = JSON.parse(out);
    expect(findings).toMatchObject([
      {
        code: 'METES_CHECK_UNRELATED',
        severity: 'error',
        where: { context: 'payments', file: 'contexts/payments/application/pay.ts', line: 1, column: 1 },
      },
    ]);
    expect(figures).toMatchObject({ contexts: 2, imports: 1, unresolved: 0 });
  });

  test('fails on warnings only when it is asked to', async () => {
    const odd = { ...innocent, 'contexts/payments/services/pay.ts': 'export const pay = 1;\n' };
    expect((await check('', odd)).code).toBe(0);
    expect((await check('--strict', odd)).code).toBe(1);
  });

  test('reports a map that refuses to be made', async () => {
    const broken = { 'metes.config.mjs': config(', customerSupplier(ordering, ordering, { exposes: [] })') };
    const { code, out } = await check('', broken);
    expect(code).toBe(1);
    expect(out).toContain('METES_MODEL_SELF_RELATION');
    expect(JSON.parse((await check('--sarif', broken)).out).runs[0].results[0].ruleId).toBe(
      'METES_MODEL_SELF_RELATION',
    );
  });

  test('looks at what was published', async () => {
    const edit = { ...innocent, 'contexts/ordering/contract/gone.json': '{}' };
    const commit = (folder: string): void => {
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder });
      git('init', '-q');
      git('add', '.');
      git('commit', '-qm', 'one');
    };
    const codes = (out: string) => JSON.parse(out).findings.map((each: { code: string }) => each.code);
    const now = await check('--json', edit);
    expect({ code: now.code, codes: codes(now.out) }).toEqual({
      code: 1,
      codes: ['METES_CONTRACT_REGISTRY_INVALID'],
    });
    const before = await check('--json --against HEAD', edit, commit);
    expect(codes(before.out)).toContain('METES_CONTRACT_REGISTRY_INVALID');
    expect((await check('--against nowhere', edit, commit)).err).toContain('METES_DRAW_REF_UNKNOWN');
  });
});
