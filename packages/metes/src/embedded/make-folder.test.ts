import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

let base = '';
beforeEach(async () => void (base = await mkdtemp(join(tmpdir(), 'metes-make-'))));
afterEach(() => rm(base, { recursive: true, force: true }));

describe('a folder', () => {
  it('is made with those above it, and told apart from one that was there', async () => {
    const path = join(base, 'a', 'b', 'c');
    expect(await makeFolder(path)).toBe(true);
    expect((await stat(path)).isDirectory()).toBe(true);
    expect(await makeFolder(path)).toBe(false);
  });

  it('below a file is refused', async () => {
    await writeFile(join(base, 'file'), '');
    await expect(makeFolder(join(base, 'file', 'inside'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.runIf(process.platform === 'linux')(
    'where the system allows none is refused, and not tried for ever',
    async () => {
      await expect(makeFolder('/proc/nope/inside')).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );
});
