import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, stopEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { processStamp } from './process-state.ts';

/** How a temporary server differs from one that keeps data. */
export interface TemporaryOptions {
  /** True keeps fsync on, for measurements. Off otherwise: no test outlives a power failure. */
  readonly durable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  readonly onProgress?: (text: string) => void;
}

const prefix = 'metes-temporary-';

/**
 * Starts a server in a new folder of the system's temporary folder; `stop()` ends it and removes the folder. What a
 * killed program left behind is cleared away by the next one.
 *
 * @example
 * await using postgres = await temporaryPostgres();
 */
export async function temporaryPostgres(options: TemporaryOptions = {}): Promise<EmbeddedPostgres> {
  await removeOrphans();
  const folder = join(tmpdir(), `${prefix}${randomBytes(6).toString('hex')}`);
  await mkdir(folder);
  await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  await writeFile(join(folder, 'owner'), `${process.pid} ${(await processStamp(process.pid)) ?? ''}`);
  const quick = options.durable ? {} : { fsync: 'off', full_page_writes: 'off' };
  const server = await startEmbeddedPostgres({
    folder,
    settings: { ...quick, max_connections: '300', ...options.settings },
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const run = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= run());
  return { ...server, stop, [Symbol.asyncDispose]: stop };
}

async function removeOrphans(): Promise<void> {
  const names = await readdir(tmpdir());
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    // Everybody can make such a folder; only our own are believed.
    const made = await lstat(folder).catch(() => undefined);
    if (!made?.isDirectory() || (process.getuid && made.uid !== process.getuid())) continue;
    const owner = await readFile(join(folder, 'owner'), 'utf8').catch(() => undefined);
    // No owner yet: another program is making this folder at this moment.
    if (owner === undefined) continue;
    const [pid = '', stamp = ''] = owner.split(' ');
    if ((await processStamp(Number(pid))) === stamp) continue;
    // Two at once: what cannot be removed now is left to the next.
    await stopEmbeddedPostgres(folder).catch(() => undefined);
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
