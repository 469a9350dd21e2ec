import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../.ci/tally.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'metes-tally-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the tally over a report and gives its exit code and its last line. */
function tally(files: readonly { status: string; tests: readonly string[] }[]): {
  status: number | null;
  last: string | undefined;
} {
  const path = join(folder, 'report.json');
  const testResults = files.map((file) => ({
    name: 'a.test.ts',
    status: file.status,
    message: 'x',
    assertionResults: file.tests.map((status) => ({ status })),
  }));
  writeFileSync(path, JSON.stringify({ testResults }));
  return lastLine(path);
}

function lastLine(path: string): { status: number | null; last: string | undefined } {
  const { status, stdout } = spawnSync(process.execPath, [script, path], { encoding: 'utf8' });
  return { status, last: stdout.trim().split('\n').at(-1) };
}

describe('the tally', () => {
  it('counts what passed, failed and was skipped', () => {
    const passing = { status: 'passed', tests: ['passed', 'passed', 'skipped', 'todo'] };
    expect(tally([passing])).toEqual({ status: 0, last: '2 passed, 0 failed, 2 skipped' });
    expect(tally([passing, { status: 'failed', tests: ['passed', 'failed'] }])).toEqual({
      status: 1,
      last: '3 passed, 1 failed, 2 skipped',
    });
  });

  it('counts a file that broke outside its tests as a failure', () => {
    expect(
      tally([
        { status: 'passed', tests: ['passed'] },
        { status: 'failed', tests: [] },
      ]),
    ).toEqual({ status: 1, last: '1 passed, 1 failed, 0 skipped' });
  });

  it('fails when no test ran', () => {
    expect(tally([])).toEqual({ status: 1, last: '0 passed, 0 failed, 0 skipped' });
    expect(lastLine(join(folder, 'gone.json'))).toEqual({ status: 1, last: '0 passed, 0 failed, 0 skipped' });
  });
});
