import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { developmentTokens } from './development-tokens.ts';
import { removeState } from './remove-state.ts';
import { claimRole } from './roles.ts';
import { databasesFile, urlsFile } from './state-files.ts';
import { isStateFolder, openStateFolder } from './state-folder.ts';
import { newStatePath } from './state-under-test.ts';

const isRoot = process.getuid?.() === 0;

describe('a state folder', () => {
  test('is made for its owner alone, says whose it is, and is kept out of git', async () => {
    const state = await openStateFolder(await newStatePath());
    // As root, the account of the database passes through; nobody else lists or reads it in either case.
    expect((await stat(state.path)).mode & 0o777).toBe(isRoot ? 0o711 : 0o700);
    expect(await isStateFolder(state.path)).toBe(true);
    expect(await readFile(join(state.path, '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('may be an empty folder that is there already', async () => {
    const path = await newStatePath();
    await mkdir(path);
    await openStateFolder(path);
    expect((await readdir(path)).toSorted()).toEqual(['.gitignore', 'metes-state.json']);
    expect(await readFile(join(path, '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('is not made of a folder that holds what is not ours, which is left as it is', async () => {
    const path = await newStatePath();
    await mkdir(join(path, 'papers'), { recursive: true });
    for (const name of ['thesis.txt', 'notes.txt', 'more.txt']) await writeFile(join(path, name), 'precious');
    await expect(openStateFolder(path)).rejects.toMatchObject({
      code: 'METES_START_STATE_OCCUPIED',
      values: { folder: path, found: 'more.txt, notes.txt, papers and 1 more' },
    });
    expect((await readdir(path)).toSorted()).toEqual(['more.txt', 'notes.txt', 'papers', 'thesis.txt']);
  });

  test('is not made of a repository that ignores some files, but of what a killed start left', async () => {
    const path = await newStatePath();
    await mkdir(path);
    await writeFile(join(path, '.gitignore'), 'node_modules\n');
    await expect(openStateFolder(path)).rejects.toMatchObject({
      code: 'METES_START_STATE_OCCUPIED',
      values: { found: '.gitignore' },
    });
    await writeFile(join(path, '.gitignore'), '*\n');
    await writeFile(join(path, 'metes-state.json.0123456789ab'), '{');
    await openStateFolder(path);
    expect(await isStateFolder(path)).toBe(true);
  });

  test('is made once by several that start at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const path = await newStatePath();
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          const state = await openStateFolder(path);
          await urlsFile.write(state, { contexts: {}, companions: {} });
        }),
      );
      expect((await readdir(path)).toSorted()).toEqual(['.gitignore', 'metes-state.json', 'urls.json']);
    }
  });

  test('that cannot be made is a coded error', async () => {
    const path = await newStatePath();
    await writeFile(path, 'a file');
    await expect(openStateFolder(path)).rejects.toMatchObject({
      code: 'METES_START_STATE_FOLDER',
      values: { folder: path },
    });
  });

  test('lets one at a time in', async () => {
    const state = await openStateFolder(await newStatePath());
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, () =>
        state.alone(async () => {
          most = Math.max(most, ++inside);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside--;
        }),
      ),
    );
    expect(most).toBe(1);
  });
});

describe('a file of the state folder', () => {
  const content = { contexts: { notes: 'http://127.0.0.1:1' }, companions: {} };

  test('comes back as it was written, readable to its owner only', async () => {
    const state = await openStateFolder(await newStatePath());
    expect(await urlsFile.read(state)).toBeUndefined();
    await urlsFile.write(state, content);
    expect(await urlsFile.read(state)).toEqual(content);
    expect((await stat(join(state.path, 'urls.json'))).mode & 0o777).toBe(0o600);
  });

  test.each(['{', '[]', '{"contexts":{}}'])('that holds %s is a coded error', async (text) => {
    const state = await openStateFolder(await newStatePath());
    await writeFile(join(state.path, 'databases.json'), text);
    await expect(databasesFile.read(state)).rejects.toMatchObject({
      code: 'METES_START_STATE_FILE',
      values: { file: join(state.path, 'databases.json') },
    });
  });
});

describe('development tokens', () => {
  test('are drawn once for each principal and kept', async () => {
    const state = await openStateFolder(await newStatePath());
    const principals = [
      { id: 'customer-1', roles: ['customer'] },
      { id: 'staff-1', roles: ['staff'] },
    ];
    const first = await developmentTokens(state, principals);
    expect(first.map((each) => each.principal)).toEqual(principals);
    expect(new Set(first.map((each) => each.token)).size).toBe(2);
    expect(first[0]!.token).toMatch(/^dev_[\w-]{24}$/);
    const more = await developmentTokens(state, [...principals, { id: 'customer-2', roles: ['customer'] }]);
    expect(more.slice(0, 2)).toEqual(first);
    expect(await developmentTokens(state, [])).toEqual([]);
  });
});

describe('the removal of a state folder', () => {
  test('takes everything, and tells whether there was anything', async () => {
    const state = await openStateFolder(await newStatePath());
    await urlsFile.write(state, { contexts: {}, companions: {} });
    expect(await removeState(state.path)).toBe(true);
    await expect(stat(state.path)).rejects.toThrow('ENOENT');
    expect(await removeState(state.path)).toBe(false);
  });

  test('leaves what was in the folder before it became a state folder', async () => {
    const path = await newStatePath();
    await mkdir(join(path, 'lost+found'), { recursive: true });
    await writeFile(join(path, 'lost+found', 'thesis.txt'), 'precious');
    await writeFile(join(path, '.DS_Store'), '');
    for (let round = 0; round < 2; round++) {
      const state = await openStateFolder(path);
      await urlsFile.write(state, { contexts: {}, companions: {} });
      expect(await removeState(path)).toBe(true);
      expect((await readdir(path)).toSorted()).toEqual(['.DS_Store', 'lost+found']);
      expect(await readdir(join(path, 'lost+found'))).toEqual(['thesis.txt']);
    }
    await expect(removeState(path)).rejects.toMatchObject({ code: 'METES_START_STATE_FOREIGN' });
  });

  test('is refused when nobody can tell what was in the folder before', async () => {
    const { path } = await openStateFolder(await newStatePath());
    await writeFile(join(path, 'metes-state.json'), '');
    await expect(removeState(path)).rejects.toMatchObject({
      code: 'METES_START_STATE_FILE',
      values: { file: join(path, 'metes-state.json') },
    });
  });

  test('is refused for what is not ours, and while somebody uses it', async () => {
    const path = await newStatePath();
    await mkdir(path);
    await chmod(path, 0o700);
    await expect(removeState(path)).rejects.toMatchObject({ code: 'METES_START_STATE_FOREIGN' });
    const state = await openStateFolder(path);
    const claim = await claimRole(state, { role: 'main', contexts: [] });
    await expect(removeState(path)).rejects.toMatchObject({
      code: 'METES_START_STATE_IN_USE',
      values: { processes: `main (process ${process.pid})` },
    });
    expect(await readdir(path)).toContain('pids');
    await claim.release();
    expect(await removeState(path)).toBe(true);
  });
});
