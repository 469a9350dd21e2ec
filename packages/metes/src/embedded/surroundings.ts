/** An operating-system account that the server runs as; `undefined` where used means: the account of this process. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Receives one line about what is going on. */
export type Say = (text: string) => void;

/** How long to wait, in milliseconds. */
export interface Patience {
  /** For another process that starts or stops the same server. */
  readonly lock?: number;
  /** For a server to answer. */
  readonly answer?: number;
  /** For a fast shutdown. */
  readonly stop?: number;
  /** For an immediate shutdown after that; PostgreSQL itself ends stuck sessions after 5 s. */
  readonly stopAtOnce?: number;
}

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
  readonly patience?: Patience;
}
