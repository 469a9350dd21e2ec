import type { MemoryDatabase } from '../memory/memory-database.ts';
import type { Stores } from './stores.ts';

/**
 * Keeps everything in memory: gone when the process ends, so for tests and trials only. Give a `MemoryDatabase` to keep
 * the data over several starts in one process.
 *
 * @example
 * await using system = await start(shop, { store: memory() });
 */
export function memory(options: { readonly database?: MemoryDatabase } = {}): Stores {
  return {
    open: async (map, contexts, { clock }) => {
      const { MemoryDatabase, memoryBoundary, memoryFeed, memoryStore } = await import('../memory/index.ts');
      const database = options.database ?? new MemoryDatabase();
      const stores = new Map(
        map.contexts
          .filter(({ name }) => contexts.includes(name))
          .map(({ name, tallies, projections }) => [
            name,
            memoryStore({ context: name, database, clock, tallies, projections }),
          ]),
      );
      return {
        store: (context) => stores.get(context)!,
        feed: (publisher) => memoryFeed({ database, publisher }),
        boundary: (context) => stores.get(context)!.boundary,
        announced: (context) => memoryBoundary(context, database.context(context).boundary, clock).report(),
        close: async () => {
          await Promise.all([...stores.values()].map((each) => each.close()));
        },
      };
    },
  };
}
