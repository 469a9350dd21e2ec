import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { serverUrl } from './answer.ts';
import { checkDatabase, hasDatabase, makeDatabase } from './data-folder.ts';
import { MetesError } from '../base/errors.ts';
import { launch } from './launch.ts';
import { readyPrograms } from './native-files.ts';
import { readPassword, writePassword } from './password-file.ts';
import { choosePlace, knownPlace, prepareFolder, unwritable, type Place } from './place.ts';
import { findPlatformPackage } from './platform-package.ts';
import { findRunningServer, type RunningServer } from './running-server.ts';
import { keepLogBounded } from './server-log.ts';
import { checkPort, settingsText } from './settings.ts';
import { shutDown } from './shutdown.ts';
import { socketFolder } from './socket.ts';
import { hasLock, takeStartLock, type StartLock } from './start-lock.ts';
import type { Say, Surroundings } from './surroundings.ts';

/** How the embedded PostgreSQL is started. */
export interface EmbeddedOptions {
  /** Where its data, password, log and lock are, such as `.metes/postgres`. Made when it is missing. */
  readonly folder: string;
  /** A port of 127.0.0.1 that must be used; else the one that it had last, or a free one. */
  readonly port?: number;
  /** Settings of `postgresql.conf` on top of those for a small machine. They take effect when the server starts. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told in one line what is going on, above all while something takes long. */
  readonly onProgress?: (text: string) => void;
}

/** A running PostgreSQL of a folder. It outlives the program unless it is stopped. */
export interface EmbeddedPostgres extends AsyncDisposable {
  /** Superuser URL on 127.0.0.1. It holds the password: keep it out of logs. */
  readonly url: string;
  readonly port: number;
  /** The folder of its Unix socket, for `throughSocket`; undefined on Windows and where the path would be too long. */
  readonly socket: string | undefined;
  /** The absolute path of the folder that was given. */
  readonly folder: string;
  readonly pid: number;
  /** True when a server that was already running was taken over. */
  readonly reused: boolean;
  /** Shuts it down, taken over or not, and waits for its end. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of a folder, or takes over the one that is running: of any number of programs that start at
 * once, one starts it and the others use it. It keeps running when the program ends or is killed; `stop()` ends it.
 *
 * @example
 * await using postgres = await startEmbeddedPostgres({ folder: '.metes/postgres' });
 * const pool = new pg.Pool({ connectionString: postgres.url });
 */
export function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  return startIn(options, {});
}

/** `startEmbeddedPostgres` with the surroundings given: tests make packages, accounts and time scarce. */
export async function startIn(
  options: EmbeddedOptions,
  surroundings: Surroundings,
): Promise<EmbeddedPostgres> {
  checkPort(options.port);
  const settings = settingsText(options.settings ?? {});
  const say: Say = options.onProgress ?? (() => undefined);
  const folder = resolve(options.folder);
  await prepareFolder(folder);
  await using _lock = await lockFolder(folder, say, surroundings);
  const { place, account } = await choosePlace(folder, surroundings, say);
  const exists = await hasDatabase(place);

  const answerPatience = surroundings.patience?.answer;
  const running = exists
    ? await findRunningServer(place, () => readPassword(place), say, answerPatience)
    : undefined;
  if (running) {
    if (options.port !== undefined && options.port !== running.port) {
      throw new MetesError('METES_EMBEDDED_PORT_DIFFERS', {
        folder,
        port: running.port,
        demanded: options.port,
      });
    }
    if ((await readFile(place.settings, 'utf8').catch(() => undefined)) !== settings) {
      say(
        'PostgreSQL is already running with other settings; the given ones take effect when it is started again',
      );
    }
    return await handle(place, running, await readPassword(place), true, surroundings, say);
  }

  const installed = await findPlatformPackage(surroundings);
  if (exists) await checkDatabase(place, installed.version);
  const programs = await readyPrograms(installed, place, account, say).catch((cause) => {
    throw unwritable(place.area, cause);
  });
  let password: string;
  if (exists) {
    password = await readPassword(place);
  } else {
    say(`making a new database in ${place.area}`);
    password = await writePassword(place).catch((cause) => {
      throw unwritable(folder, cause);
    });
    await makeDatabase(place, programs, account, password);
  }
  const patience = answerPatience;
  const started = await launch({
    place,
    programs,
    account,
    password,
    settings,
    port: options.port,
    say,
    patience,
  });
  say(`PostgreSQL ${installed.version} is ready on port ${started.port}`);
  return await handle(place, started, password, false, surroundings, say);
}

/**
 * Stops the server of a folder that a program left running; false when none was.
 *
 * @example
 * await stopEmbeddedPostgres('.metes/postgres');
 */
export async function stopEmbeddedPostgres(folder: string): Promise<boolean> {
  const path = resolve(folder);
  if (!(await hasLock(path))) return false; // nothing was ever started here
  const say = () => undefined;
  await using _lock = await lockFolder(path, say, {});
  return await shutDown(await knownPlace(path), say);
}

async function handle(
  place: Place,
  { pid, port }: RunningServer,
  password: string,
  reused: boolean,
  surroundings: Surroundings,
  say: Say,
): Promise<EmbeddedPostgres> {
  const socket = await socketFolder(place, port);
  const endBounds = keepLogBounded(place.log);
  const run = async () => {
    endBounds();
    if (!(await hasLock(place.folder))) return; // the folder was removed
    await using _lock = await lockFolder(place.folder, say, surroundings);
    await shutDown(place, say, { only: pid, patience: surroundings.patience });
  };
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= run());
  return {
    url: serverUrl(port, password),
    port,
    socket,
    folder: place.folder,
    pid,
    reused,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function lockFolder(folder: string, say: Say, surroundings: Surroundings): Promise<StartLock> {
  try {
    return await takeStartLock(folder, say, surroundings.patience?.lock);
  } catch (error) {
    throw unwritable(folder, error);
  }
}
