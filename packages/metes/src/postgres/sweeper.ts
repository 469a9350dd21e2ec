import type { Batch } from '../runtime/ports/batch.ts';
import type { Quiet } from '../runtime/ports/context-store.ts';
import { quoted } from './identifiers.ts';
import type { Run } from './run.ts';
import type { Session, SessionSetting } from './session.ts';
import { SlowSweep } from './slow-sweep.ts';
import { sweptTables } from './swept-tables.ts';
import { leastDead, type SweepableTable, WorthSweeping } from './worth-sweeping.ts';

/** Before PostgreSQL 17, and where nobody has granted it, a context may not sweep: asked again after so many rows. */
const leastWhereForbidden = 1_000 * leastDead;
/** A table of more bytes is swept slowly, beside the commits and the other tables. */
const largeBytes = 8 * 2 ** 20;

/**
 * Removes dead rows of a context as they arise. The server removes them by itself only when it begins to while no
 * session of the database has a snapshot, or when no transaction on the whole server is old: under load with somebody
 * else's transaction open neither comes about.
 */
export class Sweeper {
  readonly #read: Run;
  /**
   * Small tables are swept over the session that commits: from then on it knows what nobody can see any more, and takes
   * emptied pages of indexes for its next rows. On another session they would be free, and it would not dare to.
   */
  readonly #writer: Pick<Session, 'rows'>;
  readonly #slow: SlowSweep;
  readonly #worth = new WorthSweeping();
  /** How many rows the commits of this store have left dead since the last look, at most. */
  #written = 0;
  #enough = leastDead;
  #busy = false;

  constructor(setting: SessionSetting, { read, writer }: { read: Run; writer: Pick<Session, 'rows'> }) {
    this.#read = read;
    this.#writer = writer;
    this.#slow = new SlowSweep(setting);
  }

  /** A batch was committed. */
  wrote(batch: Batch): void {
    const { aggregates, tallies, cursors, handled, parked, unparked, deadlinesDone, rows } = batch;
    const changed = [aggregates, tallies, cursors, handled, parked, unparked, deadlinesDone, rows];
    this.#written += changed.reduce((sum, each) => sum + each.length, 1);
  }

  /** See `ContextStore.sweep`. */
  async sweep(quiet: Quiet): Promise<void> {
    if (this.#busy || this.#written < this.#enough) return;
    this.#written = 0;
    this.#busy = true;
    let slowly: readonly SweepableTable[] = [];
    try {
      const tables = await this.#look();
      this.#enough = tables.length > 0 ? leastDead : leastWhereForbidden;
      const due = this.#worth.of(tables);
      await this.#sweep(
        due.filter(({ bytes }) => bytes <= largeBytes),
        this.#writer,
        quiet,
      );
      slowly = due.filter(({ bytes }) => bytes > largeBytes);
    } finally {
      this.#busy = false;
    }
    if (slowly.length > 0 && !this.#slow.busy)
      await this.#slow.during((session) => this.#sweep(slowly, session, quiet));
  }

  close(): Promise<void> {
    return this.#slow.close();
  }

  async #sweep(
    tables: readonly SweepableTable[],
    session: Pick<Session, 'rows'>,
    quiet: Quiet,
  ): Promise<void> {
    if (tables.length === 0) return;
    for (const { name } of tables) {
      // Neither waits for a lock nor takes one that keeps others out, as giving pages back to the system would.
      const text = `vacuum (skip_locked, truncate false, parallel 0) ${quoted(name)}`;
      await quiet(() => session.rows({ name: `sweep ${name}`, text }, []));
    }
    const now = await this.#look();
    this.#worth.swept(now.filter(({ name }) => tables.some((each) => each.name === name)));
  }

  #look(): Promise<readonly SweepableTable[]> {
    return this.#read(
      'sweepable',
      `select c.relname as name, pg_relation_size(c.oid) as bytes, pg_stat_get_live_tuples(c.oid) as living, pg_stat_get_dead_tuples(c.oid) as dead
       from pg_class c where c.oid = any ($1::regclass[])
         and case when current_setting('server_version_num')::int >= 170000 then has_table_privilege(c.oid, 'MAINTAIN') end`,
      [sweptTables],
    );
  }
}
