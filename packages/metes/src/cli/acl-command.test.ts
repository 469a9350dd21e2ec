import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCli } from './cli.ts';
import { fakeTerminal } from './cli-under-test.ts';

const metes = pathToFileURL(join(import.meta.dirname, '../index.ts')).href;
const zod = import.meta.resolve('zod');
const config = (relation: string): string => `
import { acl, context, contextMap, constant, foreignModel, from, generic, lowerCase, otherwise, outside, supporting, table, translator, upstream } from '${metes}';
import { z } from '${zod}';
const reviewed = '2026-11-02';
const one = (name, subdomain) => context(name, { purpose: 'Is looked at', subdomain, team: name, language: { 'Own Word': 'One of ours' }, aggregates: [], handlers: [] });
const payments = one('payments', generic({ reviewed }));
const ordering = one('ordering', supporting({ reviewed }));
const provider = outside('provider');
const charge = foreignModel('charge', { v2: z.object({ charge_id: z.string(), charge_status: z.string(), own_word: z.string(), fee_rate: z.string(), net_value: z.string(), kind: z.string() }) });
const payment = translator(charge.v2, z.object({ paymentId: z.string(), status: z.string(), kind: z.string(), channel: z.string() }).meta({ title: 'Payment' }), {
  paymentId: from('charge_id'), status: table('charge_status', { paid: 'COMPLETED' }, otherwise('UNKNOWN')), kind: from('kind', lowerCase), channel: constant('web'), dropped: ['fee_rate'] });
const copy = translator(z.object({ name: z.string(), price: z.number() }), z.object({ name: z.string(), price: z.number() }), { name: from('name'), price: from('price') });
export default { map: contextMap('small', ordering, payments, ${relation}) };
`;
const files = {
  'metes.config.mjs': config('upstream(provider, payments, { downstream: acl(payment) })'),
  'contexts/ordering/domain/order.ts': 'export class OwnWord {}\n',
  'contexts/payments/infrastructure/acl/translator.ts': "export const read = 'charge_id';\n",
};

async function typed(args: string, edit: Readonly<Record<string, string>> = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'metes-acl-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries({ ...files, ...edit })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const terminal = fakeTerminal({ folder });
  const code = await runCli(args.split(' '), terminal);
  return { code, ...terminal.written };
}

const leak = { 'contexts/ordering/domain/order.ts': 'export class Order {\n  chargeId = 1;\n}\n' };

describe('metes acl', () => {
  test('tells what a layer does to each field, and that it holds', async () => {
    const { code, out } = await typed('acl');
    expect(code).toBe(0);
    expect(out).toContain('payments keeps out the model of provider\n');
    expect(out).toContain('  charge to Payment, v2\n');
    expect(out).toMatch(/spelling only +kind from kind/);
    expect(out).toMatch(/renamed +paymentId from charge_id +another word/);
    expect(out).toMatch(/restructured +status from charge_status +a table: 1 of 1 words/);
    expect(out).toMatch(/ours alone +channel +a constant/);
    expect(out).toMatch(/dropped +fee_rate +on purpose/);
    expect(out).toMatch(/dropped +own_word, net_value +nobody mentions it/);
    expect(out).toContain('2 of 3 fields renamed or restructured (67 %); more than 30 %');
    expect(out).toContain('one way: status (`otherwise` forgets the foreign word)');
    expect(out).toContain('no file outside of the layer mentions a foreign name');
    expect(out).toMatch(/infrastructure\/acl\/translator\.ts +charge_id\n/);
    expect(out).toContain('not looked for, as they could be ours: kind, own_word, paid');
  });

  test('names every place outside of a layer that mentions a foreign name, and fails', async () => {
    const { code, out } = await typed('acl payments', leak);
    expect(code).toBe(1);
    expect(out).toContain('1 mention of foreign names outside of the layer');
    expect(out).toContain('contexts/ordering/domain/order.ts:2:3  chargeId (charge_id)\n');
  });

  test('tells programs in JSON', async () => {
    const { code, out } = await typed('acl --json', leak);
    expect(code).toBe(1);
    const [layer] = JSON.parse(out).layers;
    expect(layer).toMatchObject({
      context: 'payments',
      against: 'provider',
      rename: { outside: [{ path: 'contexts/ordering/domain/order.ts', line: 2, name: 'charge_id' }] },
    });
    expect(layer.translations[0].verdict).toMatchObject({
      advice: 'anti-corruption layer',
      changed: 2,
      of: 3,
    });
  });

  test('says what to write where there is no layer, or nothing in it, or no such context', async () => {
    expect(await typed('acl ordering')).toMatchObject({
      code: 0,
      out: expect.stringContaining('upstream(provider, ordering, { downstream: acl(translator) })'),
    });
    const empty = { 'metes.config.mjs': config('upstream(provider, payments, { downstream: acl() })') };
    expect((await typed('acl', empty)).err).toContain('METES_MAP_ACL_EMPTY');
    expect((await typed('acl shipping')).err).toContain('METES_CLI_CONTEXT_UNKNOWN');
  });
});

describe('metes check', () => {
  test('finds foreign names outside of their layer: METES_TRANSLATOR_LEAK', async () => {
    const { code, out } = await typed('check --json', leak);
    expect(code).toBe(1);
    const found = JSON.parse(out).findings.find(
      (each: { code: string }) => each.code === 'METES_TRANSLATOR_LEAK',
    );
    expect(found).toMatchObject({
      severity: 'error',
      where: { context: 'ordering', file: 'contexts/ordering/domain/order.ts', line: 2, column: 3 },
      hint: expect.stringContaining('keep "charge_id" under infrastructure/acl/ of payments'),
    });
    expect((await typed('check')).code).toBe(0);
  });

  test('warns of a translator that changes next to nothing: METES_TRANSLATOR_NEEDLESS', async () => {
    const edit = { 'metes.config.mjs': config('upstream(provider, payments, { downstream: acl(copy) })') };
    const { code, out } = await typed('check', edit);
    expect(code).toBe(0);
    expect(out).toContain('warning METES_TRANSLATOR_NEEDLESS');
    expect(out).toContain('renames or restructures 0 of 2 fields, 0 %');
    expect((await typed('acl', edit)).out).toContain('up to 30 %: conform');
  });

  test('tells a translator that does not hold together as what it found', async () => {
    const broken = files['metes.config.mjs'].replace("from('charge_id')", "from('charge')");
    const { code, out } = await typed('check', { 'metes.config.mjs': broken });
    expect(code).toBe(1);
    expect(out).toContain('error METES_TRANSLATOR_FOREIGN_UNKNOWN');
  });
});
