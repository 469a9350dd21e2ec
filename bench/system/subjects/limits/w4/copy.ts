import type pg from 'pg';

/** The messages of the COPY protocol as `pg` gives them to whoever has the connection. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  on(event: string, listener: (message: { chunk: Buffer }) => void): void;
  removeListener(event: string, listener: (message: { chunk: Buffer }) => void): void;
}

/** Runs a COPY on a session that does nothing else: `pg` lets any object that handles the messages be a query. */
abstract class Copy {
  readonly done: Promise<void>;
  protected resolve!: () => void;
  #reject!: (reason: unknown) => void;
  protected readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(wire: Wire): void {
    wire.query(this.text);
  }

  handleError(error: unknown): void {
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.resolve();
  }

  handleCommandComplete(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
}

class CopyOut extends Copy {
  readonly #take: (line: Buffer) => void;
  #wire: Wire | undefined;
  readonly #chunk = (message: { chunk: Buffer }): void => this.#take(message.chunk);

  constructor(text: string, take: (line: Buffer) => void) {
    super(text);
    this.#take = take;
  }

  override submit(wire: Wire): void {
    this.#wire = wire;
    wire.on('copyData', this.#chunk);
    super.submit(wire);
  }

  override handleReadyForQuery(): void {
    this.#wire!.removeListener('copyData', this.#chunk);
    super.handleReadyForQuery();
  }

  handleCopyData(): void {}
}

class CopyIn extends Copy {
  readonly #data: string;

  constructor(text: string, data: string) {
    super(text);
    this.#data = data;
  }

  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFromChunk(Buffer.from(this.#data));
    wire.endCopyFrom();
  }
}

/** Reads the rows of `copy ... to stdout`, each handed over as one line. */
export async function copyOut(client: pg.Client, text: string, take: (line: Buffer) => void): Promise<void> {
  const copy = new CopyOut(text, take);
  client.query(copy as unknown as pg.Submittable);
  await copy.done;
}

/** Writes lines with `copy ... from stdin`. */
export async function copyIn(client: pg.Client, text: string, data: string): Promise<void> {
  const copy = new CopyIn(text, data);
  client.query(copy as unknown as pg.Submittable);
  await copy.done;
}
