import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postgresStore } from '../postgres/index.ts';
import { failpointNames, type Failpoint } from '../runtime/ports/failpoints.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { checkSampleBooks } from './sample-books-under-test.ts';
import type { SamplePlan } from './sample-process-under-test.ts';
import { sample } from './sample-under-test.ts';

const program = fileURLToPath(new URL('sample-process-under-test.ts', import.meta.url));
let database: ProvisionedDatabase;
let folder: string;
const acknowledged = new Set<string>();
const names = { common: [] as string[], slow: [] as string[] };

beforeAll(async () => {
  database = await provisionedDatabase(['orders', 'stock']);
  folder = await mkdtemp(join(tmpdir(), 'sample-'));
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a process to its end; returns the failpoint at which it was killed, if it was. */
async function run(
  parts: Pick<SamplePlan, 'names' | 'sku' | 'ordersOnly' | 'failpoints'>,
): Promise<string | undefined> {
  const { contexts, transport } = database.urls;
  const plan: SamplePlan = { addresses: { contexts, transport }, ledger: join(folder, 'ledger'), ...parts };
  const child = spawn(
    process.execPath,
    ['--conditions=@metes/source', '--import', 'tsx', program, JSON.stringify(plan)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) =>
    child.on('close', (code, ended) =>
      code ? reject(new RangeError(`ended with ${code}: ${err}`)) : resolve(ended),
    ),
  );
  for (const name of out.split('\n')) if (name) acknowledged.add(name);
  if (signal === null) return undefined;
  expect(signal).toBe('SIGKILL');
  return (JSON.parse(err.trim().split('\n').at(-1)!) as { failpoint: string }).failpoint;
}

function fresh(sku: 'common' | 'slow', count: number): readonly string[] {
  const made = Array.from({ length: count }, (_, n) => `${sku}-${names[sku].length + n}`);
  names[sku].push(...made);
  return made;
}

/** How often each is passed before it kills: somewhere in the middle of the work. */
const nth: Partial<Record<Failpoint, number>> = {
  'deadline.before': 2,
  'deadline.after': 3,
  'projection.before': 2,
  'projection.after': 2,
  'park.before': 2,
  'park.after': 2,
};

test.each(failpointNames)('a process that is killed at %s', async (point) => {
  const ordersOnly = point.startsWith('deadline');
  const sku = ordersOnly ? 'slow' : 'common';
  expect(
    await run({
      names: fresh(sku, ordersOnly ? 8 : 30),
      sku,
      ordersOnly,
      failpoints: `${point}=kill#${nth[point] ?? 7}`,
    }),
  ).toBe(point);
});

test('leaves nothing undone and nothing done twice when all is quiet again', async () => {
  // Every client sends again what it has no answer to, and what it has one to as well.
  expect(await run({ names: names.slow, sku: 'slow', ordersOnly: false, failpoints: '' })).toBeUndefined();
  expect(
    await run({ names: names.common, sku: 'common', ordersOnly: false, failpoints: '' }),
  ).toBeUndefined();
  expect([...names.common, ...names.slow].filter((name) => !acknowledged.has(name))).toEqual([]);
  const told = new Map<string, Set<string>>();
  for (const line of (await readFile(join(folder, 'ledger'), 'utf8')).trim().split('\n')) {
    const [key, orderId] = line.split(' ');
    told.set(orderId!, (told.get(orderId!) ?? new Set()).add(key!));
  }
  const [orders, stock] = await Promise.all(
    sample.contexts
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ name, tallies, projections }) =>
        postgresStore({ url: database.urls.contexts[name]!, context: name, tallies, projections }),
      ),
  );
  try {
    const books = await checkSampleBooks({ orders: orders!, stock: stock! }, { acknowledged, told });
    expect(books.placed).toBe(names.common.length + names.slow.length);
    expect(books.confirmed).toBeGreaterThanOrEqual(250);
    expect(books.tooLate).toBeGreaterThan(0);
    expect(books.rejected + books.confirmed).toBe(books.placed);
  } finally {
    await Promise.all([orders!.close(), stock!.close()]);
  }
});
