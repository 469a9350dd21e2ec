import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

// What `npm run bench` does before it runs anything.
beforeAll(() => {
  const build = spawnSync(process.execPath, ['--import', 'tsx', 'bench/build/main.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(build.status === 0 ? '' : build.stderr).toBe('');
  expect(build.stdout).toBe('');
}, 120_000);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly told: string;
}

/** Runs the command; `onTold` sees what it tells on standard error so far, and can signal the process. */
function bench(
  args: readonly string[],
  onTold?: (told: string, interrupt: () => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, ['bench/dist/bench/system/main.js', ...args], {
    cwd: root,
    stdio: 'pipe',
  });
  let [out, told] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
    onTold?.(told, () => child.kill('SIGINT'));
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, told })));
}

describe('the command', () => {
  it('starts its own PostgreSQL, prints JSON lines and nothing else, and ends it', async () => {
    const { code, out } = await bench([
      'w4',
      '--events',
      '500',
      '--repeat',
      '1',
      '--subject',
      'limit-sql,limit-batch',
      '--json',
    ]);
    expect(code).toBe(0);
    const points = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(points.map((each) => each['subject'])).toEqual(['limit-sql', 'limit-batch']);
    expect(points[1]).toMatchObject({
      workload: 'w4',
      concurrency: 1,
      ratios: { 'limit-sql': expect.any(Number) },
    });
  });

  it('ends PostgreSQL on Ctrl-C', async () => {
    let interrupted = false;
    const { code, told } = await bench(
      ['w1', '--subject', 'limit:tx3', '--seconds', '0.2'],
      (soFar, interrupt) => {
        if (interrupted || !soFar.includes('1 of 3')) return;
        interrupted = true;
        interrupt();
      },
    );
    expect(code).toBe(130);
    expect(told).toContain('SIGINT: stops PostgreSQL');
    const port = /is ready on port (\d+)/.exec(told)?.[1];
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed');
  });

  it('refuses what it does not know, with what it knows', async () => {
    const unknown = await bench(['w1', '--subject', 'tx9']);
    expect(unknown.code).toBe(2);
    expect(unknown.told).toContain('w1 has no subject "tx9"; it has metes, limit:tx1');
    const wrong = await bench(['w7']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.told).toContain('there is no workload or study "w7"');
  });
});
