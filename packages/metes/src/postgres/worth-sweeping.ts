/** A table as the statistics of the server know it. */
export interface SweepableTable {
  readonly name: string;
  readonly bytes: number;
  readonly living: number;
  readonly dead: number;
}

/** A table is swept from so many dead rows on, and from this share of its living ones. */
export const leastDead = 1_000;
const share = 0.1;
/** What could not be removed is tried again when there is so much more of it: soon at first, and never all the time. */
const more = 1.25;

/** Says which tables are worth sweeping, and remembers what could not be removed from them. */
export class WorthSweeping {
  readonly #left = new Map<string, number>();

  /** Those that are. */
  of(tables: readonly SweepableTable[]): readonly SweepableTable[] {
    return tables.filter(({ name, living, dead }) => {
      // Less than was left: somebody else has removed it since.
      const left = Math.min(this.#left.get(name) ?? 0, dead);
      this.#left.set(name, left);
      return dead >= Math.max(leastDead + share * living, more * left);
    });
  }

  /** These have been swept, and this is what they are now. */
  swept(tables: readonly SweepableTable[]): void {
    for (const { name, dead } of tables) this.#left.set(name, dead);
  }
}
