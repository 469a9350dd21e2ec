import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cutLog, logTail, rotateLog } from './server-log.ts';

test('the tail of a log is its last lines after a position', async () => {
  const file = await newLog('one\ntwo\nthree\n');
  expect(await logTail(file, 0, 2)).toBe('two\nthree');
  expect(await logTail(file, 8)).toBe('three');
  expect(await logTail(file, 14)).toBe('(the log is empty)');
  expect(await logTail(`${file}-missing`)).toBe('(the log is empty)');
});

test('a log over a megabyte makes room for a new one, a short log stays', async () => {
  const file = await newLog('short');
  await rotateLog(file);
  expect(await readFile(file, 'utf8')).toBe('short');
  await writeFile(file, 'x'.repeat(1_000_001));
  await rotateLog(file);
  await expect(stat(file)).rejects.toThrow(/ENOENT/);
  expect((await stat(`${file}.1`)).size).toBe(1_000_001);
});

test('a log that outgrows its limit while the server runs is cut, its end moves to the older log', async () => {
  const file = await newLog(`${'x\n'.repeat(2_000)}last\n`);
  await cutLog(file, 10_000);
  expect((await stat(file)).size).toBe(4_005);
  await cutLog(file, 1_000);
  expect((await stat(file)).size).toBe(0);
  expect(await readFile(`${file}.1`, 'utf8')).toMatch(/last$/);
});

async function newLog(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'metes-log-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'server.log'), content);
  return join(folder, 'server.log');
}
