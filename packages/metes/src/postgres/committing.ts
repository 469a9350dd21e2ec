import { isMetesError, MetesError } from '../base/errors.ts';
import type { Batch, Committed } from '../runtime/ports/batch.ts';
import type { Begun, StoredCursor } from '../runtime/ports/context-store.ts';
import { checkBatch } from '../runtime/ports/storable.ts';
import {
  commitParameters,
  commitValues,
  type CommitSetting,
  groupParameters,
  groupValues,
} from './commit-values.ts';
import { sqlState } from './faults.ts';
import { quoted } from './identifiers.ts';
import { isKnownByItsEvent } from './known-by-its-event.ts';
import { KnownEnd } from './known-end.ts';
import type { Session, Statement } from './session.ts';
import { rowParameters, rowValues } from './row-values.ts';
import { singleEnd, singleParameters, singleValues } from './single-values.ts';

/** How many prepared batches wait to be taken: that of a round, and one that is written beside rounds. */
const mostPrepared = 2;

/** The shortest way that is open to a batch, and what it takes. */
interface Prepared {
  readonly call: Statement;
  readonly values: unknown[];
}

/** Writes the batches of one context: each in one round trip, as long as none is refused. */
export class Committing {
  readonly #context: string;
  readonly #writer: Session;
  readonly #setting: CommitSetting;
  readonly #any: Statement;
  readonly #single: Statement;
  readonly #rows: Statement;
  readonly #group: Statement;
  readonly #position: Statement;
  /**
   * What batches are sent as that were prepared and not yet taken; the last ones. A weak map would keep them from dying
   * young: minor collections take its values for living, whether or not the keys are.
   */
  readonly #prepared: { readonly batch: Batch; readonly prepared: Prepared }[] = [];

  readonly #end = new KnownEnd(() => performance.now());
  /** How many commits are on their way. */
  #underWay = 0;
  readonly #marked = new Set<string>();

  constructor(context: string, writer: Session, setting: Omit<CommitSetting, 'marked'>) {
    this.#context = context;
    this.#writer = writer;
    this.#setting = { ...setting, marked: this.#marked };
    const schema = quoted(context);
    const call = (name: string, parameters: number): Statement => {
      const values = Array.from({ length: parameters }, (_, index) => `$${index + 1}`).join(', ');
      return { name, text: `select ${schema}.${name}(${values}) as first` };
    };
    this.#any = call('commit_2', commitParameters);
    this.#single = call('commit_single_2', singleParameters);
    this.#rows = call('commit_rows_2', rowParameters);
    this.#group = call('commit_group_1', groupParameters);
    this.#position = {
      name: 'position_of',
      text: `select position from ${schema}.log where aggregate_id = $1 and aggregate_type = $2 and version = $3 and id = $4`,
    };
  }

  /** See `ContextStore.prepare`. */
  prepare(batch: Batch): void {
    this.#prepared.push({ batch, prepared: this.#made(batch) });
    if (this.#prepared.length > mostPrepared) this.#prepared.shift();
  }

  /** See `ContextStore.begin`. */
  begin(batch: Batch): Begun | undefined {
    const prepared = this.#take(batch);
    const transaction = this.#writer.begin(prepared.call, this.#upToDate(prepared));
    return (
      transaction && {
        carriedOut: () => transaction.answered(),
        finish: () =>
          this.#following(batch, async () => {
            const firstPosition = await transaction.commit().catch(refusedUnlessUnknown);
            // Nothing is left of it, for reasons that lie outside of it.
            if (firstPosition === undefined) {
              // Where the log ended when it was begun may be long ago, over another connection.
              this.#upToDate(prepared);
              return this.#commit(batch, prepared);
            }
            return firstPosition === null ? this.#commitInFull(batch, prepared) : { firstPosition };
          }),
        abandon: () => transaction.rollBack(),
      }
    );
  }

  /** See `ContextStore.commit`. */
  async commit(batch: Batch): Promise<Committed> {
    const prepared = this.#take(batch);
    this.#upToDate(prepared);
    return this.#following(batch, () => this.#commit(batch, prepared));
  }

  /** Takes note of which places have marks beyond them; gives the places back. */
  noting(cursors: readonly StoredCursor[]): readonly StoredCursor[] {
    for (const { subscription, handled } of cursors) if (handled.length > 0) this.#marked.add(subscription);
    return cursors;
  }

  /** The values with what is known just before they are sent: where the log ends, while nothing is on its way to it. */
  #upToDate({ call, values }: Prepared): readonly unknown[] {
    if (call === this.#single)
      values[singleEnd] = this.#underWay === 0 ? (this.#end.over(this.#writer.connection) ?? null) : null;
    return values;
  }

  /** Commits, and learns where the log ends. */
  async #following(batch: Batch, commit: () => Promise<Committed>): Promise<Committed> {
    this.#underWay++;
    try {
      const { connection } = this.#writer;
      const committed = await commit();
      const appended = batch.events.length;
      if (appended > 0 && connection && connection === this.#writer.connection)
        this.#end.appended(connection, committed.firstPosition, appended);
      return committed;
    } catch (error) {
      if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) this.#end.forget();
      throw error;
    } finally {
      this.#underWay--;
    }
  }

  async #commit(batch: Batch, prepared: Prepared): Promise<Committed> {
    const { call, values } = prepared;
    const firstPosition = call === this.#any ? undefined : await this.#shortly(call, values);
    return firstPosition === undefined ? this.#commitInFull(batch, prepared) : { firstPosition };
  }

  /** The way that is open to every batch, and tells what stands in its way, if anything does. */
  async #commitInFull(batch: Batch, { call, values }: Prepared): Promise<Committed> {
    try {
      const all = call === this.#any ? values : commitValues(batch, this.#setting);
      return { firstPosition: (await this.#writer.number(this.#any, all))! };
    } catch (error) {
      if (sqlState(error) !== 'MC001') throw error;
      // Its own first try, whose answer was lost, may be what stands in its way.
      const before = isKnownByItsEvent(batch) ? await this.#positionOf(batch) : undefined;
      if (before === undefined) throw conflictOf(this.#context, error, batch);
      return { firstPosition: before };
    }
  }

  #made(batch: Batch): Prepared {
    checkBatch(this.#context, batch);
    for (const { subscription } of batch.handled) this.#marked.add(subscription);
    const setting = this.#setting;
    const single = singleValues(batch, setting);
    if (single) return { call: this.#single, values: single };
    const rows = rowValues(batch, setting);
    if (rows) return { call: this.#rows, values: rows };
    const group = groupValues(batch, setting);
    if (group) return { call: this.#group, values: group };
    return { call: this.#any, values: commitValues(batch, setting) };
  }

  /** What a batch is sent as; made now if it was not prepared or has been taken. */
  #take(batch: Batch): Prepared {
    const at = this.#prepared.findIndex((each) => each.batch === batch);
    return at < 0 ? this.#made(batch) : this.#prepared.splice(at, 1)[0]!.prepared;
  }

  /** Commits a batch the short way; undefined, and nothing is written, when it is refused. */
  async #shortly(statement: Statement, values: readonly unknown[]): Promise<number | undefined> {
    try {
      return (await this.#writer.number(statement, values)) ?? undefined;
    } catch (error) {
      if (['MC002', '23505'].includes(sqlState(error) ?? '')) return undefined;
      throw error;
    }
  }

  async #positionOf({ events: [event] }: Batch): Promise<number | undefined> {
    const { aggregateId, aggregateType, version, id } = event!;
    const [row] = await this.#writer.rows(this.#position, [aggregateId, aggregateType, version, id]);
    return row?.position;
  }
}

/** Null for what the server refused; what may have happened all the same is thrown. */
function refusedUnlessUnknown(error: unknown): null {
  if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
  return null;
}

/** The coded error for what `commit_2` and `finish_generation_1` refuse; the aggregates of a batch in its order. */
export function conflictOf(context: string, error: unknown, batch?: Batch): MetesError {
  const conflicts = JSON.parse((error as { detail?: string }).detail ?? '{}') as Record<
    string,
    readonly string[]
  >;
  if (batch && conflicts['aggregates']) {
    const refused = new Set(conflicts['aggregates']);
    const names = batch.aggregates.map(({ type, id }) => `${type}/${id}`);
    conflicts['aggregates'] = names.filter((name) => refused.has(name));
  }
  const what = Object.values(conflicts).flat().slice(0, 5).join(', ');
  return new MetesError('METES_STORE_CONFLICT', { context, what, conflicts }, { cause: error });
}
