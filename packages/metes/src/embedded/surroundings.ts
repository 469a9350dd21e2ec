/** An operating-system account that the server runs as; `undefined` where used means: the account of this process. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Receives one line about what is going on. */
export type Say = (text: string) => void;

/**
 * What the machine offers. Given by tests only; a start in earnest looks everything up.
 */
export interface Surroundings {
  /** Finds the entry file of a package; throws when it is not installed. */
  readonly resolve?: (packageName: string) => string;
  /** Accounts to try when this process is root, best first. */
  readonly accounts?: readonly string[];
  /** Folders that every account can reach, for data that must leave an unreachable folder. */
  readonly areas?: readonly string[];
  /** How long to wait for another process, for an answer and for a shutdown, in milliseconds. */
  readonly patience?: { readonly lock?: number; readonly answer?: number; readonly stop?: number };
}
