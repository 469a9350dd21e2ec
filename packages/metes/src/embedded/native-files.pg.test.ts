import { chmod, cp, lstat, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startIn } from './embedded-postgres.ts';
import { isRoot, newFolder, query } from './embedded-under-test.ts';
import { addLibraryLinks } from './native-files.ts';
import { findPlatformPackage } from './platform-package.ts';

test('library links that an install without scripts leaves out are added before the first use', async () => {
  const folder = await newFolder();
  const copy = await packageWithoutLinks(folder);
  const postgres = await startIn({ folder }, { resolve: () => join(copy, 'dist', 'index.js') });
  expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  for (const link of await links(copy)) expect((await lstat(link)).isSymbolicLink()).toBe(true);
});

test('many programs may add the links at once', async () => {
  const copy = await packageWithoutLinks(await newFolder());
  const all = await Promise.all(Array.from({ length: 10 }, () => addLibraryLinks(copy)));
  expect(new Set(all)).toEqual(new Set([true]));
});

test.skipIf(isRoot)('a package folder that cannot be written is copied beside the data', async () => {
  const folder = await newFolder();
  const copy = await packageWithoutLinks(folder);
  await chmod(join(copy, 'native', 'lib'), 0o500);
  onTestFinished(() => chmod(join(copy, 'native', 'lib'), 0o700));
  const said: string[] = [];
  const onProgress = (text: string) => said.push(text);
  const postgres = await startIn({ folder, onProgress }, { resolve: () => join(copy, 'dist', 'index.js') });
  expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(said.join('\n')).toMatch(/copying the PostgreSQL binaries to .*binaries-18/);
});

test.runIf(isRoot)(
  'binaries that the server account cannot reach are copied beside the data, once',
  async () => {
    const folder = await newFolder();
    const hidden = join(folder, '..', 'hidden');
    await mkdir(hidden, { mode: 0o700 });
    const copy = await packageWithoutLinks(folder, hidden);
    // As an install under a strict umask leaves them.
    await chmod(join(copy, 'native', 'bin', 'postgres'), 0o700);
    await chmod(join(copy, 'native', 'share'), 0o700);
    const said: string[] = [];
    const onProgress = (text: string) => said.push(text);
    const surroundings = { resolve: () => join(copy, 'dist', 'index.js') };
    const first = await startIn({ folder, onProgress }, surroundings);
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(said.join('\n')).toMatch(/copying the PostgreSQL binaries to .*binaries-18/);
    await first.stop();
    said.length = 0;
    await startIn({ folder, onProgress }, surroundings);
    expect(said.join('\n')).not.toMatch(/copying/);
  },
);

async function packageWithoutLinks(folder: string, parent = join(folder, '..')): Promise<string> {
  const { folder: installed } = await findPlatformPackage({});
  const copy = join(parent, 'package');
  await cp(installed, copy, { recursive: true, verbatimSymlinks: true });
  await Promise.all((await links(copy)).map((link) => rm(link, { force: true })));
  return copy;
}

async function links(folder: string): Promise<string[]> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return (JSON.parse(list) as { target: string }[]).map(({ target }) => join(folder, target));
}
