import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Place } from './place.ts';
import { socketFolder, throughSocket } from './socket.ts';

async function placeWithSocket(data: string): Promise<Place> {
  await mkdir(data, { recursive: true });
  await writeFile(join(data, '.s.PGSQL.15432'), '');
  return { data } as Place;
}

test.skipIf(process.platform === 'win32')(
  'a socket is used where it is and where its path is short enough',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'metes-socket-'));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    const place = await placeWithSocket(join(root, 'data'));
    expect(await socketFolder(place, 15432)).toBe(place.data);
    expect(await socketFolder(place, 15433)).toBeUndefined();
    const room = 103 - Buffer.byteLength(join(root, 'ä', '.s.PGSQL.15432'));
    const longest = await placeWithSocket(join(root, `ä${'x'.repeat(room)}`));
    expect(await socketFolder(longest, 15432)).toBe(longest.data);
    const tooLong = await placeWithSocket(join(root, `ä${'x'.repeat(room + 1)}`));
    expect(await socketFolder(tooLong, 15432)).toBeUndefined();
  },
);

test('the way through a socket keeps user, password and database', () => {
  const url = new URL(throughSocket('postgres://ordering:s%2Fx@127.0.0.1:15432/shop', '/a folder/data'));
  expect(url).toMatchObject({ username: 'ordering', password: 's%2Fx', port: '15432', pathname: '/shop' });
  expect(url.searchParams.get('host')).toBe('/a folder/data');
});
