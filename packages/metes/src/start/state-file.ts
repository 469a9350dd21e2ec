import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MetesError } from '../base/errors.ts';
import { parse, type OutputOf, type Schema } from '../base/schema.ts';
import { replaceFile } from '../embedded/replace-file.ts';
import type { StateFolder } from './state-folder.ts';

/** A JSON file of the state folder that only its owner can read. */
export interface StateFile<T> {
  readonly name: string;
  /** Undefined when it is not there. @throws METES_START_STATE_FILE */
  read(state: StateFolder): Promise<T | undefined>;
  /** Whole or not at all. */
  write(state: StateFolder, content: T): Promise<void>;
}

/** Declares a file of the state folder. */
export function stateFile<S extends Schema>(name: string, schema: S): StateFile<OutputOf<S>> {
  return {
    name,
    read: async (state) => {
      const file = join(state.path, name);
      try {
        return parse(schema, JSON.parse(await readFile(file, 'utf8')), file);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new MetesError('METES_START_STATE_FILE', { file, reason: (cause as Error).message }, { cause });
      }
    },
    write: (state, content) =>
      replaceFile(join(state.path, name), `${JSON.stringify(content, null, 2)}\n`, 0o600),
  };
}
