import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

function demo(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const env = { ...process.env, METES_STATE: fileURLToPath(new URL('./no-such-folder', import.meta.url)) };
  const child = spawn(process.execPath, ['--conditions=@metes/source', '--import', 'tsx', program, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

test('the demonstration starts a shop of its own, and its books balance', async () => {
  const { code, out, err } = await demo('--json', '--orders', '40', '--customers', '8');
  expect(err).toContain('no shop is running: starting one of its own');
  const summary = JSON.parse(out) as Record<string, unknown>;
  expect(Object.keys(summary)).toEqual([
    'orders',
    'confirmed',
    'rejected',
    'stockBalanced',
    'moneyBalanced',
    'ordersPerSecond',
    'p50Ms',
    'p99Ms',
  ]);
  expect(summary).toMatchObject({
    orders: 40,
    confirmed: 28,
    rejected: 12,
    stockBalanced: true,
    moneyBalanced: true,
  });
  expect(code).toBe(0);
});

test('the demonstration says what it takes when it is typed wrongly', async () => {
  for (const args of [['--orders', 'many'], ['--customers', '0'], ['--frsh']]) {
    const { code, out, err } = await demo(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('npm run demo [--');
  }
});
