import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** How long marks gather before they are written, in milliseconds: as much as is told once more after a crash. */
const GATHERING = 50;

/**
 * Remembers which entries were told to the endpoint. Written without waiting for the disk: a lost mark only means
 * that an event is told once more, which "at least once" allows.
 */
export class DeliveredMarks {
  readonly #file: FileHandle;
  readonly #delivered: Set<number>;
  #lines = '';
  #writing: Promise<void> | undefined;
  #writeNow: () => void = () => {};

  private constructor(file: FileHandle, delivered: Set<number>) {
    this.#file = file;
    this.#delivered = delivered;
  }

  /** Opens `delivered.txt` in the data folder. */
  static async open(folder: string): Promise<DeliveredMarks> {
    const file = await open(join(folder, 'delivered.txt'), 'a+');
    const text = await file.readFile('utf8');
    const delivered = new Set<number>();
    // What follows the last line feed is torn, and a shortened number would name another entry.
    for (const line of text.split('\n').slice(0, -1)) delivered.add(Number(line));
    if (text !== '' && !text.endsWith('\n')) await file.appendFile('\n');
    return new DeliveredMarks(file, delivered);
  }

  /** Whether the entry with this number has been told. */
  has(seq: number): boolean {
    return this.#delivered.has(seq);
  }

  /** Marks an entry as told. */
  add(seq: number): void {
    this.#delivered.add(seq);
    this.#lines += `${seq}\n`;
    this.#writing ??= this.#write();
  }

  /** Writes what is pending and closes the file. */
  async close(): Promise<void> {
    this.#writeNow();
    await this.#writing;
    await this.#file.close();
  }

  async #write(): Promise<void> {
    await this.#gathered();
    while (this.#lines !== '') {
      const lines = this.#lines;
      this.#lines = '';
      await this.#file.appendFile(lines).catch(() => {});
    }
    this.#writing = undefined;
  }

  #gathered(): Promise<void> {
    return new Promise((resume) => {
      const timer = setTimeout(resume, GATHERING);
      this.#writeNow = () => {
        clearTimeout(timer);
        resume();
      };
    });
  }
}
