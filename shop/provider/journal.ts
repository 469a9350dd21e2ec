import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The file cannot be read as a journal, or can no longer be written. */
export class JournalBroken extends Error {
  override readonly name = 'JournalBroken';
}

interface Batch {
  readonly lines: string[];
  readonly synced: Promise<void>;
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

/**
 * An append-only file of lines. `append` resolves once its line is on the disk; lines that arrive while the disk is
 * busy share one write and one fdatasync, which is what lets many requests a second be durable.
 */
export class Journal {
  /** Called once, when appending has become impossible. */
  onBroken: (cause: unknown) => void = () => {};
  readonly #file: FileHandle;
  #batch: Batch | undefined;
  #newest: Promise<void> = Promise.resolve();
  #draining: Promise<void> | undefined;
  #broken: unknown;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Opens (or creates) the file and hands every whole line to `onLine`; a torn last line is cut off. */
  static async open(path: string, onLine: (line: string, number: number) => void): Promise<Journal> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a+');
    try {
      const good = await readLines(file, onLine);
      if ((await file.stat()).size > good) await file.truncate(good);
      await file.datasync();
      // The name of a new file is durable only once its folder is.
      await syncFolder(dirname(path));
      return new Journal(file);
    } catch (cause) {
      await file.close();
      throw cause;
    }
  }

  /** Why nothing can be appended any more, if so. */
  get broken(): unknown {
    return this.#broken;
  }

  /** Appends one line (without its line feed); resolves when it is durable. */
  append(line: string): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(asBroken(this.#broken));
    this.#batch ??= newBatch();
    this.#newest = this.#batch.synced;
    this.#batch.lines.push(line);
    this.#draining ??= this.#drain();
    return this.#batch.synced;
  }

  /** Resolves when everything appended so far is durable. */
  async settled(): Promise<void> {
    // Batches leave in order, so the newest one speaks for all before it.
    await this.#newest;
    if (this.#broken !== undefined) throw asBroken(this.#broken);
  }

  /** Waits for what is under way and closes the file. */
  async close(): Promise<void> {
    await this.#draining;
    await this.#file.close();
  }

  async #drain(): Promise<void> {
    // One turn of the loop lets the requests that arrived together leave together.
    await new Promise((resume) => setImmediate(resume));
    while (this.#batch !== undefined) {
      const batch = this.#batch;
      this.#batch = undefined;
      if (this.#broken !== undefined) {
        batch.failed(asBroken(this.#broken));
        continue;
      }
      try {
        await this.#file.appendFile(`${batch.lines.join('\n')}\n`);
        await this.#file.datasync();
        batch.done();
      } catch (cause) {
        // What reached the disk is unknown from here on, so nothing may be acknowledged any more.
        this.#broken = cause;
        batch.failed(asBroken(cause));
        this.onBroken(cause);
      }
    }
    this.#draining = undefined;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders and needs no such step.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function readLines(file: FileHandle, onLine: (line: string, number: number) => void): Promise<number> {
  const chunk = Buffer.alloc(1 << 20);
  let rest: Buffer = Buffer.alloc(0);
  let good = 0;
  let number = 0;
  for (let offset = 0; ;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, offset);
    if (bytesRead === 0) return good;
    offset += bytesRead;
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    let start = 0;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10, start)) {
      onLine(rest.toString('utf8', start, end), (number += 1));
      good += end + 1 - start;
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
}

function newBatch(): Batch {
  let done!: () => void;
  let failed!: (reason: unknown) => void;
  const synced = new Promise<void>((resolve, reject) => {
    done = resolve;
    failed = reject;
  });
  // A caller may have gone away; the failure is still visible through `broken`.
  synced.catch(() => {});
  return { lines: [], synced, done, failed };
}

function asBroken(cause: unknown): JournalBroken {
  return cause instanceof JournalBroken
    ? cause
    : new JournalBroken('the journal can no longer be written', { cause });
}
