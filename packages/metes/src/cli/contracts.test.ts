import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { mapWith, saleMade, saleV1 } from '../model/registry/registry-under-test.ts';
import { runCli } from './cli.ts';
import { fakeTerminal } from './cli-under-test.ts';

declare global {
  /** The map of the system in the folder under test; it changes as a developer would change the code. */
  var mapUnderTest: unknown;
}

const same = (old: unknown): unknown => old;
const withTwo = (v2: z.ZodType) => contract('sales.sale-made', { v1: saleV1, v2, upcast: { v1: same } });

/** A folder with a system whose registry is written and committed. */
async function office() {
  const folder = await mkdtemp(join(tmpdir(), 'metes-contracts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(
    join(folder, 'metes.config.mjs'),
    'export default { get map() { return globalThis.mapUnderTest; } };',
  );
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
      cwd: folder,
      stdio: 'ignore',
    });
  };
  const run = async (args: string) => {
    const terminal = fakeTerminal({ folder });
    const code = await runCli(['contracts', ...args.split(' ')], terminal);
    return { code, ...terminal.written };
  };
  globalThis.mapUnderTest = mapWith(saleMade);
  git('init', '-b', 'main');
  await run('write');
  git('add', '.');
  git('commit', '-m', 'first');
  return { file: join(folder, 'contexts/sales/contract/sale-made.json'), git, run };
}

test('write writes what is missing, once, and check is content with it', async () => {
  const { file, run } = await office();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    contract: 'sales.sale-made',
    owner: { context: 'sales', team: 'Shop floor' },
    compatibility: 'BACKWARD_TRANSITIVE',
    versions: { v1: { schema: { $id: 'urn:metes:contract:sales.sale-made:v1', type: 'object' } } },
  });
  expect(await run('write')).toMatchObject({
    code: 0,
    out: 'The registry says what the code says; nothing to write.\n',
  });
  expect(await run('check')).toMatchObject({
    code: 0,
    out: 'Everything that was published holds: 1 contract with 1 version.\n',
  });
});

test('a published version that changed is refused by both, with a witness, and the file stays', async () => {
  const { file, run } = await office();
  const before = await readFile(file, 'utf8');
  globalThis.mapUnderTest = mapWith(
    contract('sales.sale-made', { v1: z.object({ id: z.string(), total: z.string() }) }),
  );
  const { code, out } = await run('write');
  expect(code).toBe(1);
  expect(out).toContain('METES_CONTRACT_VERSION_CHANGED');
  expect(out).toContain('Witness (valid before, refused now): {"id":');
  expect(out).toContain('Nothing was written.');
  expect(await readFile(file, 'utf8')).toBe(before);
  expect((await run('check')).code).toBe(1);
  const { findings } = JSON.parse((await run('check --json')).out) as { findings: { code: string }[] };
  expect(findings[0]!.code).toBe('METES_CONTRACT_VERSION_CHANGED');
});

test('--dry-run says what would be written', async () => {
  const { file, run } = await office();
  const before = await readFile(file, 'utf8');
  globalThis.mapUnderTest = mapWith(withTwo(saleV1.extend({ more: z.string().optional() })));
  expect(await run('write --dry-run')).toMatchObject({
    code: 0,
    out: 'Would write 1 file:\n  contexts/sales/contract/sale-made.json\n',
  });
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('a version that is new since the git reference may be written again, others may not', async () => {
  const { run } = await office();
  globalThis.mapUnderTest = mapWith(withTwo(saleV1.extend({ more: z.string().optional() })));
  expect((await run('write')).code).toBe(0);
  globalThis.mapUnderTest = mapWith(withTwo(saleV1.extend({ other: z.string().optional() })));
  expect((await run('write')).out).toContain('METES_CONTRACT_VERSION_CHANGED');
  expect(await run('write --against main --json')).toMatchObject({ code: 0 });
  expect(await run('check --against main')).toMatchObject({ code: 0 });
});

test('what was taken out of the registry by hand is missed against the git reference', async () => {
  const { file, run } = await office();
  await rm(file);
  globalThis.mapUnderTest = mapWith(undefined);
  expect(await run('check')).toMatchObject({ code: 0 });
  const { code, out } = await run('check --against main');
  expect([code, out.includes('METES_CONTRACT_VERSION_VANISHED')]).toEqual([1, true]);
  expect((await run('check --against nowhere')).err).toContain('METES_DRAW_REF_UNKNOWN');
});

test('export prints either document, or writes it', async () => {
  const { run } = await office();
  expect(JSON.parse((await run('export --asyncapi')).out)).toMatchObject({
    asyncapi: '3.0.0',
    info: { title: 'market' },
  });
  expect(JSON.parse((await run('export --openapi')).out)).toMatchObject({ openapi: '3.1.0' });
  expect(await run('export --asyncapi --out async.json')).toMatchObject({
    code: 0,
    out: 'Wrote async.json\n',
  });
});

test.each([
  'export',
  'export --asyncapi --openapi',
  'check --asyncapi',
  'check --dry-run',
  'write --out x',
  '',
])('"contracts %s" is refused as typed wrongly', async (args) => {
  const { run } = await office();
  expect(await run(args)).toMatchObject({
    code: 2,
    err: expect.stringContaining('METES_CLI_USAGE') as string,
  });
});
