import { spawn } from 'node:child_process';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { MetesError } from '../base/errors.ts';
import { askServer } from './answer.ts';
import { isDiskFull } from './data-folder.ts';
import { choosePort, isPortFree } from './loopback-port.ts';
import type { Programs } from './native-files.ts';
import { unwritable, type Place } from './place.ts';
import { packageToAdd } from './platform-package.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { replaceFile } from './replace-file.ts';
import { asAccount, programEnvironment } from './run-program.ts';
import { defaultAnswerPatience, passwordRefused, waiting, type RunningServer } from './running-server.ts';
import { logSize, logTail, rotateLog } from './server-log.ts';
import { removeSockets, socketSetting } from './socket.ts';
import type { Account, Say } from './surroundings.ts';

/** What a server is started with. */
export interface Launch {
  readonly place: Place;
  readonly programs: Programs;
  readonly account: Account | undefined;
  readonly password: string;
  /** The content of the configuration file. */
  readonly settings: string;
  /** Demanded; else one is chosen. */
  readonly port: number | undefined;
  readonly say: Say;
  readonly patience?: number | undefined;
}

/** Starts the server and waits until it answers. Tries further ports while others take them, unless one is demanded. */
export async function launch(request: Launch): Promise<RunningServer> {
  const { place, port: demanded } = request;
  await replaceFile(place.settings, request.settings).catch((cause) => {
    throw unwritable(place.area, cause);
  });
  await removeSockets(place);
  const refused = new Set<number>();
  const giveUpOnMemory = performance.now() + 15_000;
  for (;;) {
    if (demanded !== undefined && !(await isPortFree(demanded))) throw portTaken(demanded);
    const port = demanded ?? (await choosePort(place.folder, place.port, refused));
    const outcome = await launchOnce(request, port);
    if (typeof outcome !== 'string') {
      await replaceFile(place.port, `${port}\n`);
      return outcome;
    }
    if (isPortTaken(outcome) && demanded === undefined && refused.size < 50) {
      refused.add(port);
      request.say(`port ${port} was taken in the meantime, choosing another one`);
    } else if (/pre-existing shared memory block/.test(outcome) && performance.now() < giveUpOnMemory) {
      // The main process was killed and its sessions have not noticed yet; they end by themselves.
      await pause(100);
    } else {
      throw explain(place, port, outcome);
    }
  }
}

/** Opens the log to append to, and tells where the lines of this start begin. */
async function openLog(place: Place): Promise<{ log: FileHandle; from: number }> {
  try {
    await rotateLog(place.log);
    const log = await open(place.log, 'a', 0o600);
    if (process.getuid?.() === 0) {
      // Root in the folder of a user: the next start may be the user's own.
      const { uid, gid } = await stat(place.folder);
      await log.chown(uid, gid);
    }
    return { log, from: await logSize(place.log) };
  } catch (error) {
    throw unwritable(place.folder, error);
  }
}

/** The running server, or the end of its log when it ended instead. */
async function launchOnce(request: Launch, port: number): Promise<RunningServer | string> {
  const { place, programs, account, say } = request;
  const { log, from } = await openLog(place);
  const child = spawn(programs.postgres, ['-D', place.data, ...fixed(place, port)], {
    cwd: place.area,
    env: programEnvironment(),
    // A session of its own: it outlives this program and does not get the Ctrl-C of its terminal.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    windowsHide: true,
    ...asAccount(account),
  });
  let ended = false;
  let broken: Error | undefined;
  child.once('exit', () => (ended = true));
  child.once('error', (error) => (broken = error));
  child.unref();
  const wait = waiting(place, say, request.patience ?? defaultAnswerPatience);
  try {
    for (;;) {
      if (broken) throw cannotRun(programs.postgres, broken);
      if (ended) return await logTail(place.log, from);
      const file = await readPostmasterFile(place.data);
      if (file && file.pid === child.pid && file.status === 'ready') {
        const answer = await askServer(port, request.password, file.pid);
        if (answer === 'ours') return { pid: file.pid, port };
        if (answer === 'password refused') {
          child.kill('SIGINT');
          throw passwordRefused(place);
        }
      }
      await wait({ pid: child.pid ?? 0, port, status: 'starting' });
    }
  } finally {
    await log.close();
  }
}

/** The settings that no file can change. */
function fixed(place: Place, port: number): string[] {
  const settings = [
    `config_file=${place.settings}`,
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${socketSetting}`,
  ];
  return settings.flatMap((setting) => ['-c', setting]);
}

function isPortTaken(log: string): boolean {
  return /could not bind .*: Address already in use|could not create any TCP\/IP sockets/.test(log);
}

function portTaken(port: number): MetesError {
  return new MetesError('METES_EMBEDDED_PORT_TAKEN', { port });
}

function cannotRun(file: string, cause: Error): MetesError {
  const values = { file, detail: cause.message, add: packageToAdd };
  return new MetesError('METES_EMBEDDED_BINARIES_BROKEN', values, { cause });
}

/** Tells from the end of the log why the server ended. */
function explain(place: Place, port: number, tail: string): MetesError {
  const folder = place.folder;
  if (isPortTaken(tail)) return portTaken(port);
  if (isDiskFull(tail)) return new MetesError('METES_EMBEDDED_DISK_FULL', { folder, tail });
  if (/checkpoint record|invalid data in file|incorrect checksum|is corrupt/i.test(tail)) {
    return new MetesError('METES_EMBEDDED_FOLDER_DAMAGED', {
      folder: place.data,
      detail: `PostgreSQL says:\n${tail}`,
    });
  }
  return new MetesError('METES_EMBEDDED_START_FAILED', { folder, tail, log: place.log });
}
