/** What a table weighs. */
export interface TableSize {
  /** The table itself with its oversized values, bytes. */
  readonly table: number;
  readonly indexes: number;
  /** Rows as PostgreSQL counts them: estimates. */
  readonly live: number;
  readonly dead: number;
}

/** One look at a system under steady load. */
export interface SoakSample {
  /** Since the beginning. */
  readonly seconds: number;
  /** Orders that have come to their end so far. */
  readonly orders: number;
  /** Of the time since the look before. */
  readonly perSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Node with the driver, and all of PostgreSQL, in that time; null where the system does not tell. */
  readonly cpuMsPerOrder: number | null;
  /** The process with the toolkit and the driver. */
  readonly nodeMb: number;
  readonly heapMb: number;
  /** What the processes of PostgreSQL have for themselves, without what they share; null where it cannot be known. */
  readonly backendsMb: number | null;
  /** By schema and name. */
  readonly tables: Readonly<Record<string, TableSize>>;
  /** Written since the beginning. */
  readonly walMb: number;
}

/** The tables that grow with every order by design: the log is append-only, state and answers are kept. */
const growing = new Set(['log', 'aggregates', 'answers', 'commits']);

/** Bytes and rows of some tables together. */
export interface Totals {
  readonly tableMb: number;
  readonly indexMb: number;
  readonly live: number;
  readonly dead: number;
}

/** Sums over the tables that grow with every order, or over all others, which must not. */
export function totalsOf({ tables }: Pick<SoakSample, 'tables'>, kind: 'growing' | 'bounded'): Totals {
  const chosen = Object.entries(tables)
    .filter(([name]) => growing.has(name.slice(name.indexOf('.') + 1)) === (kind === 'growing'))
    .map(([, size]) => size);
  const sum = (of: (size: TableSize) => number): number =>
    chosen.reduce((total, each) => total + of(each), 0);
  const mb = 2 ** 20;
  return {
    tableMb: sum((each) => each.table) / mb,
    indexMb: sum((each) => each.indexes) / mb,
    live: sum((each) => each.live),
    dead: sum((each) => each.dead),
  };
}
