import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context, ContextMap } from 'metes';
import { postgres, start, type System } from 'metes/start';

/** A place where systems of one database are started, several times if need be. */
export interface StartingPlace extends AsyncDisposable {
  /** Starts the contexts of a map with what a user gets who sets nothing. */
  start(map: ContextMap, only?: readonly Context[]): Promise<System>;
  close(): Promise<void>;
}

/** Prepares to start systems in an empty database. Trouble that a system tells of goes to standard error. */
export async function startingPlace(url: string): Promise<StartingPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'metes-bench-'));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const journal = {
    info: () => undefined,
    warn: (message: string, fields?: object) =>
      void process.stderr.write(`  metes: ${message} ${JSON.stringify(fields ?? {})}\n`),
    error: (message: string, fields?: object) =>
      void process.stderr.write(`  metes: ${message} ${JSON.stringify(fields ?? {})}\n`),
  };
  return {
    start: (map, only) =>
      start(map, { store: postgres({ adminUrl: url, folder }), journal, ...(only ? { only } : {}) }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
