import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { newFolder, query } from './embedded-under-test.ts';
import { throughSocket } from './socket.ts';

test.skipIf(process.platform === 'win32')(
  'the socket asks for the password, is found again by who takes over, and what a killed server left is cleared away',
  async () => {
    const folder = await newFolder();
    const first = await startEmbeddedPostgres({ folder });
    const through = throughSocket(first.url, first.socket!);
    expect(await query(through, 'select inet_client_addr() as address')).toEqual([{ address: null }]);
    const wrong = new URL(through);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await startEmbeddedPostgres({ folder })).socket).toBe(first.socket);

    await first.stop();
    const left = join(first.socket!, `.s.PGSQL.${first.port}.lock`);
    const leftElsewhere = join(first.socket!, '.s.PGSQL.1.lock');
    // Of a process that lives and is no server: PostgreSQL takes it for one.
    for (const lock of [left, leftElsewhere]) await writeFile(lock, `${process.pid}\n`);
    const second = await startEmbeddedPostgres({ folder });
    expect(second.socket).toBe(first.socket);
    await expect(access(leftElsewhere)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await query(throughSocket(second.url, second.socket!), 'select 1 as one')).toEqual([{ one: 1 }]);
  },
);
