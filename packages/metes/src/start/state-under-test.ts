import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The path of a state folder that is not there yet; what becomes of it is removed after the test. */
export async function newStatePath(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'metes-state-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  return join(parent, 'state');
}
