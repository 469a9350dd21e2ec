import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { stopEmbeddedPostgres } from './embedded-postgres.ts';

/** True when the tests run as root: the server then has an account of its own. */
export const isRoot = process.getuid?.() === 0;

/** A folder for one test. Afterwards the server in it is stopped and the folder removed. */
export async function newFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'metes-embedded-'));
  await chmod(parent, 0o755);
  const folder = join(parent, 'postgres');
  onTestFinished(async () => {
    await stopEmbeddedPostgres(folder);
    await rm(parent, { recursive: true, force: true });
  });
  return folder;
}

/** Runs statements in one session and gives the rows of the last one. */
export async function query(url: string, ...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

/** What a child program says about the server that it has got. */
export interface ChildStart {
  readonly child: ChildProcess;
  readonly started: Promise<{ url: string; pid: number; port: number; reused: boolean }>;
}

/** A program of its own that starts the server of `folder`, tells about it and then stays. */
export function startInChild(folder: string): ChildStart {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    const { url, pid, port, reused } = await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)} });
    console.log(JSON.stringify({ url, pid, port, reused }));
    setInterval(() => {}, 1000);`;
  const options = ['--conditions=@metes/source', '--import', 'tsx', '--input-type=module', '-e', program];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const started = new Promise<Awaited<ChildStart['started']>>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(JSON.parse(text));
    });
    child.once('exit', () => reject(new Error(`the child ended, having said: ${text}`)));
  });
  started.catch(() => undefined); // a test that kills the child does not ask
  return { child, started };
}

/** Ends a child program without giving it a chance to clear up. */
export async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** A platform package whose programs are shell scripts; returns what to give as `resolve`. */
export async function fakePackage(
  parent: string,
  scripts: { readonly initdb?: string; readonly postgres?: string },
): Promise<() => string> {
  const bin = join(parent, 'native', 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(parent, 'package.json'), JSON.stringify({ version: '18.4.0-beta.17' }));
  for (const [name, script] of Object.entries({ postgres: 'exit 0', ...scripts })) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  return () => join(parent, 'dist', 'index.js');
}
