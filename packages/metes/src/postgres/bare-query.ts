import pg from 'pg';

/** An instance of the driver's query, since a pipelined session takes no other, without what its constructor makes. */
const Unmade = function () {} as unknown as new () => pg.Query;
(Unmade as { prototype: unknown }).prototype = pg.Query.prototype;

/**
 * A query whose messages are sent and read by itself. The driver's own prepares for results of any form and for
 * listeners: where a commit is one of few, a fifth of what sending it takes.
 */
export abstract class BareQuery extends Unmade {
  /** Empty for a statement that is not prepared. */
  readonly name: string;
  readonly text: string;
  /** Replaced by the driver, which adds what it has to do. */
  callback: (error: Error | null | undefined) => void;

  constructor(
    { name = '', text }: { readonly name?: string; readonly text: string },
    callback: (error: Error | null | undefined) => void,
  ) {
    super();
    this.name = name;
    this.text = text;
    this.callback = callback;
  }

  abstract override submit: (connection: pg.Connection) => null;
  abstract handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
  abstract handleCommandComplete(message: { readonly text: string }): void;

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }
}
