import { isMetesError } from '../base/errors.ts';
import type { Run } from './run.ts';

/** Something in a context that only a person can settle. */
export interface AttentionEntry {
  /** What it is about, such as the id of an aggregate. */
  readonly subject: string;
  readonly why: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** What waits for a person in a context. */
export interface AttentionFound {
  readonly total: number;
  /** The oldest ones. */
  readonly oldest: readonly AttentionEntry[];
}

/**
 * Reads the view `attention` of a context (`subject`, `why`, `since`), which its migrations may make; nothing waits
 * where there is none. A view that cannot be read is what waits then: it must not hide everything else.
 *
 * @throws METES_STORE_UNAVAILABLE
 */
export async function attention(run: Run, limit: number): Promise<AttentionFound> {
  try {
    const [there] = await run('attention_there', `select to_regclass('attention')::text as name`, []);
    if (!there.name) return { total: 0, oldest: [] };
    const found = await run(
      'attention',
      `select subject::text as subject, why::text as why, floor(extract(epoch from since) * 1000)::bigint as since,
         count(*) over () as total from attention order by since, subject limit $1`,
      [limit],
    );
    const oldest = found.map(({ subject, why, since }): AttentionEntry => ({ subject, why, since }));
    return { total: found[0]?.total ?? 0, oldest };
  } catch (error) {
    if (isMetesError(error)) throw error;
    const why = `the view "attention" cannot be read: ${(error as Error).message}`;
    return { total: 1, oldest: [{ subject: 'attention', why, since: 0 }] };
  }
}
