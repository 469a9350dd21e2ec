import { rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../embedded/fresh-database.ts';
import { eventually, OfficeUnderTest, sampleConfig, type StartedOffice } from './cli-under-test.ts';

/** Roles belong to the whole server: those of these tests must not meet those of others. */
async function office(): Promise<{ office: OfficeUnderTest; database: FreshDatabase }> {
  const database = await freshDatabase('cli');
  return {
    office: await OfficeUnderTest.make({ DATABASE_URL: database.url, METES_ROLE_PREFIX: 'cli_' }),
    database,
  };
}

async function takeNote({ ready }: StartedOffice, noteId: string, words = 'something'): Promise<number> {
  const token = ready['tokens'].find((each: any) => each.principal.id === 'writer-1').token;
  const answer = await fetch(`${ready['urls'].notes}/notes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ noteId, words }),
  });
  await answer.text();
  return answer.status;
}

/** How often a note was taken, or filed; undefined when nobody knows of it. */
async function times(url: string): Promise<number | undefined> {
  const answer = await fetch(url);
  const body = (await answer.json()) as { times?: number; filed?: number };
  return answer.ok ? (body.times ?? body.filed) : undefined;
}

type Query = (text: string, values?: readonly unknown[]) => Promise<readonly unknown[]>;

async function withAdmin<T>(url: string, action: (query: Query) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await action(async (text, values) => (await client.query(text, [...(values ?? [])])).rows);
  } finally {
    await client.end();
  }
}

/** Holds a port until it is disposed. */
async function listening(port: number): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const end = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: end };
}

/** The first of two ports that are free now. */
async function twoFreePorts(): Promise<number> {
  for (;;) {
    await using one = await listening(0);
    const next = await listening(one.port + 1).catch(() => undefined);
    if (!next) continue;
    await next[Symbol.asyncDispose]();
    return one.port;
  }
}

const json = (text: string): any => JSON.parse(text);

describe('a system that runs', () => {
  test('tells where it is, keeps secrets to itself, and is seen from outside', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const started = await it.start();
    expect(started.ready).toMatchObject({
      system: 'office',
      role: 'main',
      pid: started.child.pid,
      folder: it.folder,
      companions: {},
    });
    expect(started.ready['urls']).toEqual({ notes: started.ready['url'], filing: started.ready['url'] });
    expect(await takeNote(started, 'first')).toBe(201);

    expect(json((await it.run('quiesce', '--json')).out)).toMatchObject({
      quiet: true,
      deadLetters: 0,
      heads: { notes: 1, filing: 1 },
    });
    expect(await times(`${started.ready['url']}/filed/first`)).toBe(1);

    const status = await it.run('status', '--json');
    expect(status.code).toBe(0);
    expect(json(status.out)).toMatchObject({
      running: true,
      processes: [
        { role: 'main', pid: started.child.pid, url: started.ready['url'], contexts: ['notes', 'filing'] },
      ],
      quiet: true,
      outbox: 0,
      deadLetters: 0,
      timersDue: 0,
      contexts: {
        filing: {
          head: 1,
          subscriptions: [{ subscription: 'filing<-notes', publisher: 'notes', position: 1, behind: 0 }],
        },
      },
    });
    expect((await it.run('status')).out).toMatch(
      /main +pid \d+.*http:.*\n[^]*notes +1 +0[^]*Quiet: nothing is left to do\./,
    );

    const databases = await it.file('databases.json');
    expect(Object.keys(databases)).toEqual(['contexts', 'auditor', 'transport', 'admin']);
    expect(Object.keys(databases.contexts)).toEqual(['notes', 'filing']);
    for (const file of ['databases.json', 'tokens.json', 'urls.json'])
      expect((await stat(join(it.folder, file))).mode & 0o077).toBe(0);
    expect((await stat(it.folder)).mode & 0o066).toBe(0);
    expect(await it.file('urls.json')).toEqual({ contexts: started.ready['urls'], companions: {} });
  });

  test('shows what only a person can settle, as the contexts themselves say, and is quiet all the same', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const started = await it.start();
    expect(json((await it.run('status', '--json')).out).attention).toEqual([]);
    await takeNote(started, 'odd-one');
    await it.run('quiesce');
    const report = json((await it.run('status', '--json')).out);
    const entry = { subject: 'odd-one', why: 'nobody can read it', since: expect.any(Number) };
    expect(report).toMatchObject({
      quiet: true,
      attention: [{ context: 'notes', total: 1, oldest: [entry] }],
    });
    expect((await it.run('status')).out).toMatch(
      /For a person to settle\n +notes +odd-one +\d.*nobody can read it\n/,
    );
  });

  test('is not started a second time under its role, but is under another', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const started = await it.start();
    const second = await it.run('start', '--config', sampleConfig);
    expect(second.code).toBe(1);
    expect(second.err).toContain(
      `METES_START_ROLE_TAKEN: The role "main" runs already, as process ${started.child.pid}.`,
    );
    const other = await it.start(['--only', 'filing', '--role', 'helping']);
    expect(other.ready).toMatchObject({ role: 'helping', urls: { filing: expect.stringMatching(/^http/) } });
    expect((await it.file('urls.json')).contexts.notes).toBe(started.ready['url']);
  });

  test('takes the port it was told, or does not start; without a wish it takes a free one', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const first = await it.start();
    const { port } = new URL(first.ready['url']);
    const refused = await it.run('start', '--config', sampleConfig, '--role', 'second', '--port', port);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('METES_HTTP_LISTEN');
    expect(refused.err).not.toContain('    at ');
    const third = await it.start(['--role', 'third']);
    expect(third.ready['url']).not.toBe(first.ready['url']);
  });

  test('stops on SIGTERM with exit code 0, and has its data and its tokens when it starts again', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const first = await it.start();
    await takeNote(first, 'kept');
    expect(await first.stop('SIGTERM')).toBe(0);
    expect(first.lines().map((each) => each['event'])).toEqual(
      expect.arrayContaining(['ready', 'stopping', 'stopped']),
    );
    expect((await it.run('status')).out).toContain('Nothing is running.');
    const second = await it.start();
    expect(second.ready['tokens']).toEqual(first.ready['tokens']);
    expect(
      await eventually(
        () => times(`${second.ready['url']}/notes/kept`),
        (each) => each === 1,
      ),
    ).toBe(1);
    expect(await second.stop('SIGINT')).toBe(0);
  });

  test('is asked to stop by "metes stop"', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const started = await it.start();
    expect(json((await it.run('stop', '--json')).out)).toEqual({ stopped: ['main'], database: false });
    expect(await started.stop()).toBe(0);
    expect((await it.run('stop')).out).toBe('Nothing is running.\n');
  });

  test('is not stopped by a role that it has not, and says which it has', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    await it.start();
    const asked = await it.run('stop', '--role', 'mian');
    expect(asked).toMatchObject({ code: 2, out: '' });
    expect(asked.err).toBe(
      'METES_CLI_ROLE_UNKNOWN: No process with the role "mian" can be stopped here.\nThese can: main.\n',
    );
    expect((await it.run('stop', '--role', 'main')).out).toBe('Stopped main. The data stays.\n');
    expect(await it.run('stop', '--role', 'main')).toMatchObject({ code: 0, out: 'Nothing is running.\n' });
  });

  test('that does not stop in time is named', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const started = await it.start();
    started.child.kill('SIGSTOP');
    const asked = await it.run('stop', '--timeout', '300ms');
    expect(asked.code).toBe(1);
    expect(asked.err).toContain(`METES_CLI_STOP_FAILED: main (process ${started.child.pid}) does not end.`);
    started.child.kill('SIGCONT');
    expect(
      await eventually(
        async () => started.child.exitCode,
        (code) => code !== null,
      ),
    ).toBe(0);
  });

  test('stops while it still starts, when it is told to', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const starting = it.run('start', '--config', sampleConfig);
    await eventually(
      async () => (await it.run('stop', '--json')).out,
      (out) => out.includes('main'),
    );
    expect((await starting).code).toBe(0);
  });
});

describe('processes with some of the contexts each', () => {
  test('make one system, and one that is killed goes on when it starts again', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const notes = await it.start(['--only', 'notes']);
    const filing = await it.start(['--only', 'filing']);
    expect([notes.ready['role'], filing.ready['role']]).toEqual(['notes', 'filing']);
    await takeNote(notes, 'across');
    expect(
      await eventually(
        () => times(`${filing.ready['url']}/filed/across`),
        (each) => each === 1,
      ),
    ).toBe(1);

    await filing.stop('SIGKILL');
    await takeNote(notes, 'meanwhile');
    const behind = json((await it.run('status', '--json')).out);
    expect(behind).toMatchObject({
      running: true,
      quiet: false,
      outbox: 1,
      left: ['filing<-notes is 1 events behind'],
    });
    const waited = await it.run('quiesce', '--timeout', '500ms');
    expect(waited.code).toBe(1);
    expect(waited.err).toContain(
      'METES_START_NOT_QUIET: The system is not quiet after 0.5 s: filing<-notes is 1 events behind.',
    );

    const again = await it.start(['--only', 'filing']);
    expect((await it.run('quiesce')).code).toBe(0);
    expect(await times(`${again.ready['url']}/filed/meanwhile`)).toBe(1);
    expect(await times(`${again.ready['url']}/filed/across`)).toBe(1);
  });

  test('are started and stopped together with --split', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const started = await it.start(['--split']);
    expect(started.ready).toMatchObject({ role: 'split', roles: [{ role: 'notes' }, { role: 'filing' }] });
    const { notes, filing } = started.ready['urls'];
    expect(notes).not.toBe(filing);
    await takeNote(started, 'split');
    expect(
      await eventually(
        () => times(`${started.ready['urls'].filing}/filed/split`),
        (each) => each === 1,
      ),
    ).toBe(1);
    const { processes } = json((await it.run('status', '--json')).out);
    expect(processes.map((each: any) => each.role).sort()).toEqual(['filing', 'notes', 'split']);
    expect(await started.stop('SIGTERM')).toBe(0);
    expect(json((await it.run('status', '--json')).out)).toMatchObject({ running: false, processes: [] });
  });

  test('of a split start have ports one after the other, and say when one is taken', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const port = await twoFreePorts();
    const first = await it.start(['--split', '--port', String(port)]);
    expect(first.ready['urls']).toEqual({
      notes: `http://127.0.0.1:${port}`,
      filing: `http://127.0.0.1:${port + 1}`,
    });
    expect(JSON.stringify(first.lines())).not.toContain('is taken');
    await it.run('stop', '--role', 'filing');
    const said = await eventually(
      async () => JSON.stringify(first.lines()),
      (lines) => lines.includes('filing has ended'),
    );
    expect(said).toMatch(
      new RegExp(
        `filing has ended; start it again with: METES_STATE=\\S+ .* start --config \\S+ --only filing --port ${port + 1}"`,
      ),
    );
    await first.stop();
    await using _holder = await listening(port + 1);
    const refused = await it.run('start', '--config', sampleConfig, '--split', '--port', String(port));
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(`filing: METES_HTTP_LISTEN`);
    expect(refused.err).toContain('METES_CLI_PROCESS_ENDED: The process "filing" ended');
  });

  test('of a split start end together when one of them cannot start', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    await it.start(['--only', 'filing']);
    const refused = await it.run('start', '--config', sampleConfig, '--split');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('METES_START_ROLE_TAKEN');
    expect(refused.err).toContain('METES_CLI_PROCESS_ENDED: The process "filing" ended before it was ready.');
    const { processes } = json((await it.run('status', '--json')).out);
    expect(processes.map((each: any) => each.role)).toEqual(['filing']);
  });
});

describe('dead letters', () => {
  test('are listed, shown, and redriven once the reason is gone', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    await writeFile(it.jam, '');
    const started = await it.start();
    await takeNote(started, 'bad', 'crumpled');
    await takeNote(started, 'bad', 'smooth');
    await takeNote(started, 'good');
    await eventually(
      async () => json((await it.run('status', '--json')).out),
      (each) => each.deadLetters === 1 && each.quiet,
    );

    expect((await it.run('status')).out).toContain('1 dead letter waits for a person');
    const list = json((await it.run('dead-letters', 'list', '--json')).out).deadLetters;
    expect(list).toEqual([
      expect.objectContaining({
        context: 'filing',
        subscription: 'filing<-notes',
        key: expect.stringContaining('bad'),
        position: 1,
        heldBack: 1,
        cause: expect.objectContaining({ code: 'DOMAIN_RULE_BROKEN' }),
      }),
    ]);
    expect((await it.run('dead-letters', 'list')).out).toMatch(
      /1 dead letter\n[^]*filing<-notes[^]*The folder is jammed/,
    );
    const shown = (await it.run('dead-letters', 'show', '--position', '1')).out;
    expect(shown).toContain('"crumpled"');
    expect(shown).toContain('file a note when it is taken');
    expect(await times(`${started.ready['url']}/filed/good`)).toBe(1);
    expect(await times(`${started.ready['url']}/filed/bad`)).toBeUndefined();

    expect(json((await it.run('dead-letters', 'redrive', '--dry-run', '--json')).out)).toEqual({
      dryRun: true,
      redriven: [{ context: 'filing', subscription: 'filing<-notes', position: 1 }],
    });
    const missing = await it.run('dead-letters', 'redrive', '--position', '7');
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('METES_CLI_DEAD_LETTER_MISSING: There is no dead letter with position 7.');
    expect((await it.run('dead-letters', 'list', '--context', 'nowhere')).err).toContain(
      'METES_CLI_CONTEXT_UNKNOWN',
    );

    await rm(it.jam);
    expect((await it.run('dead-letters', 'redrive')).out).toContain(
      '1 dead letter will be handled again within a second',
    );
    expect(
      await eventually(
        () => times(`${started.ready['url']}/filed/bad`),
        (each) => each === 2,
      ),
    ).toBe(2);
    expect((await it.run('quiesce')).code).toBe(0);
    expect((await it.run('dead-letters', 'list')).out).toBe('There are no dead letters.\n');
    expect((await it.run('dead-letters', 'redrive')).out).toBe('There are no dead letters.\n');
  });
});

describe('a deadline that could not be answered', () => {
  test('is listed, shown and redriven as a dead letter', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    await it.start();
    const event = { id: 'e1', type: 'NoteTaken', typeVersion: 1, data: {}, version: 1, time: 5 };
    const cause = { code: 'RangeError', message: 'out of ink' };
    await withAdmin(database.url, (query) =>
      query(
        `insert into filing.deadlines (deadline, aggregate_id, due_at, event, attempts, cause, dead_at, position)
         values ('shred', 'n1', now(), $1, 8, $2, now(), 42)`,
        [JSON.stringify(event), JSON.stringify(cause)],
      ),
    );
    expect((await it.run('status')).out).toContain('1 dead letter waits for a person');
    expect((await it.run('dead-letters', 'list')).out).toMatch(/filing\.shred +42 +n1 [^]*out of ink/);
    const those = ['--subscription', 'filing.shred', '--position', '42'];
    expect((await it.run('dead-letters', 'show', ...those)).out).toMatch(/shred[^]*out of ink[^]*NoteTaken/);
    const seen = await withAdmin(database.url, (query) =>
      query('select subscription, position::int, state from filing.audit_dead_letters'),
    );
    expect(seen).toEqual([{ subscription: 'filing.shred', position: 42, state: 'dead' }]);
    expect((await it.run('dead-letters', 'redrive', ...those)).out).toContain(
      '1 dead letter will be handled',
    );
    expect((await it.run('dead-letters', 'list')).out).toBe('There are no dead letters.\n');
    expect(json((await it.run('status', '--json')).out).contexts.filing).toMatchObject({
      timers: 1,
      timersDue: 1,
      timersDead: 0,
    });
  });
});

describe('a rebuild', () => {
  test('makes a projection anew while the system runs, and the projection goes on after it', async () => {
    const { office: it, database } = await office();
    await using _database = database;
    const started = await it.start();
    for (let round = 0; round < 3; round++) await takeNote(started, 'often', `round ${round}`);
    await it.run('quiesce');
    expect((await it.run('rebuild', 'notes', 'all-notes', '--dry-run', '--config', sampleConfig)).out).toBe(
      'Would look through 3 events of notes and write the rows of all-notes anew.\n',
    );
    expect((await it.run('rebuild', 'notes', 'all-notes', '--config', sampleConfig)).out).toMatch(
      /^all-notes is rebuilt: 1 row from 3 events in /,
    );
    expect(await times(`${started.ready['url']}/notes/often`)).toBe(3);
    await takeNote(started, 'often', 'after');
    expect(
      await eventually(
        () => times(`${started.ready['url']}/notes/often`),
        (each) => each === 4,
      ),
    ).toBe(4);
  });
});
