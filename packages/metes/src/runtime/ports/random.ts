/** Where chance comes from, for the jitter of retries. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
}
