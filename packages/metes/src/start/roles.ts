import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MetesError } from '../base/errors.ts';
import { processStamp } from '../embedded/process-state.ts';
import { replaceFile } from '../embedded/replace-file.ts';
import { isStateFolder, type StateFolder } from './state-folder.ts';

/** A process of a system, as its file in `pids/` tells. */
export interface RoleFacts {
  readonly role: string;
  readonly pid: number;
  /** Tells this process from a later one with the same pid. */
  readonly stamp: string;
  /** The contexts that run in it; none for companions. */
  readonly contexts: readonly string[];
  /** Where it listens, once it does. */
  readonly url?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** `companion` ends with the process that started it. */
  readonly kind: 'process' | 'companion';
}

/** A role that this process holds. */
export interface RoleClaim {
  readonly role: string;
  /** Adds to what others can read about it. */
  tell(more: { readonly url: string }): Promise<void>;
  /** Gives it back; `whenLast` runs first when no other process of the system is left. May be called more than once. */
  release(whenLast?: () => Promise<void>): Promise<void>;
}

const roleName = /^[a-z][a-z0-9+-]{0,99}$/;

/** @throws METES_START_ROLE_NAME for what cannot name a role */
export function checkRoleName(role: string): void {
  if (!roleName.test(role)) throw new MetesError('METES_START_ROLE_NAME', { role });
}

/**
 * Takes a role for a process (this one, when no pid is given) and writes `pids/<role>.pid`.
 *
 * @throws METES_START_ROLE_TAKEN while a living process holds it; METES_START_ROLE_NAME
 */
export async function claimRole(
  state: StateFolder,
  {
    role,
    contexts,
    kind = 'process',
    pid = process.pid,
    url,
  }: { role: string; contexts: readonly string[]; kind?: RoleFacts['kind']; pid?: number; url?: string },
): Promise<RoleClaim> {
  checkRoleName(role);
  const folder = join(state.path, 'pids');
  const stamp = (await processStamp(pid)) ?? '';
  let facts: RoleFacts = { role, pid, stamp, contexts, kind, startedAt: Date.now(), url };
  const write = async (): Promise<void> => {
    await replaceFile(join(folder, `${role}.json`), `${JSON.stringify(facts)}\n`);
    // The pid alone, for scripts: kill "$(cat pids/main.pid)".
    await replaceFile(join(folder, `${role}.pid`), `${pid}\n`);
  };
  await state.alone(async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const holder = (await livingRoles(state)).find((each) => each.role === role);
    if (holder) throw new MetesError('METES_START_ROLE_TAKEN', { role, pid: holder.pid });
    await write();
  });
  let released: Promise<void> | undefined;
  return {
    role,
    tell: async (more) => {
      facts = { ...facts, ...more };
      await write();
    },
    release: (whenLast) =>
      (released ??= (async () => {
        // Somebody removed the folder: nothing is left to give back, and locking would make it again.
        if (!(await isStateFolder(state.path))) return whenLast?.();
        await state.alone(async () => {
          await forget(folder, role);
          const others = (await livingRoles(state)).filter((each) => each.kind === 'process');
          if (others.length === 0) await whenLast?.();
        });
      })()),
  };
}

/** The processes of a system that are alive, by role. What dead ones left behind is passed over. */
export async function livingRoles(state: StateFolder): Promise<readonly RoleFacts[]> {
  const folder = join(state.path, 'pids');
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => {
        const facts = await readFile(join(folder, name), 'utf8')
          .then((text) => JSON.parse(text) as RoleFacts)
          .catch(() => undefined);
        return facts && (await processStamp(facts.pid)) === facts.stamp ? [facts] : [];
      }),
  );
  return found.flat().sort((one, other) => one.startedAt - other.startedAt);
}

async function forget(folder: string, role: string): Promise<void> {
  for (const end of ['pid', 'json']) await rm(join(folder, `${role}.${end}`), { force: true });
}
