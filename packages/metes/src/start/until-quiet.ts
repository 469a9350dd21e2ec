import { setTimeout as pause } from 'node:timers/promises';
import { isMetesError, MetesError } from '../base/errors.ts';
import { observeStores, type ObservedStore } from './observed-stores.ts';
import { livingRoles, type RoleFacts } from './roles.ts';
import { databasesFile } from './state-files.ts';
import { stateFolderAt } from './state-folder.ts';
import { reportSystem, type SystemReport } from './system-report.ts';

/** How long it must have been quiet, milliseconds: work between two commits shows in no store. */
const quietForMs = 250;

/** How long to wait for quiet, and who is told meanwhile. */
export interface QuietWait {
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Told every two seconds what is left. */
  readonly onWait?: (waitedMs: number, left: string) => void;
}

/**
 * Waits until a system has nothing left to do, seen from its stores.
 *
 * @throws METES_START_NOT_QUIET with what is left
 */
export async function untilQuiet(
  stores: readonly ObservedStore[],
  processes: readonly RoleFacts[],
  { timeoutMs, onWait }: QuietWait,
): Promise<SystemReport> {
  const started = performance.now();
  let told = 0;
  let before = '';
  let quietSince: number | undefined;
  for (;;) {
    const report = await reportSystem(stores, processes).catch((error: unknown) => {
      // A database that is away for a moment is not quiet; one that nobody runs will not come back.
      if (
        processes.length === 0 ||
        !isMetesError(error, 'METES_STORE_UNAVAILABLE') ||
        performance.now() - started > timeoutMs
      )
        throw error;
      return undefined;
    });
    if (!report) {
      quietSince = undefined;
      await pause(200);
      continue;
    }
    const waited = performance.now() - started;
    const now = JSON.stringify(Object.values(report.contexts).map((each) => [each.head, each.subscriptions]));
    if (!report.quiet) quietSince = undefined;
    else if (quietSince === undefined || now !== before) quietSince = waited;
    before = now;
    if (quietSince !== undefined && waited - quietSince >= quietForMs) return report;
    const left = report.left.join('; ') || 'events still come in';
    if (waited > timeoutMs)
      throw new MetesError('METES_START_NOT_QUIET', { seconds: timeoutMs / 1_000, left });
    if (waited - told > 2_000) {
      told = waited;
      onWait?.(waited, left);
    }
    await pause(50);
  }
}

/**
 * Waits until the system of a state folder has nothing left to do, whoever runs it.
 *
 * @throws METES_START_NOT_QUIET, METES_STORE_UNAVAILABLE, METES_START_STATE_FILE
 */
export async function quietSystem(folder: string, wait: QuietWait): Promise<SystemReport> {
  const state = stateFolderAt(folder);
  const databases = await databasesFile.read(state);
  if (!databases)
    throw new MetesError('METES_START_STATE_FOLDER', {
      folder: state.path,
      reason: 'no system was started in it',
    });
  await using observed = await observeStores(databases);
  return await untilQuiet(observed.stores, await livingRoles(state), wait);
}
