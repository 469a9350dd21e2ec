import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const never = ['**/node_modules/**', '**/dist/**'];

/** Tests that start processes, with a PostgreSQL or at least a database of their own, and so are in nobody's way. */
const starting = [
  'packages/metes/src/{cli,embedded}/**/*.pg.test.ts',
  'bench/system/*.pg.test.ts',
  'shop/demo/*.pg.test.ts',
];

/**
 * `unit` needs nothing; `process` starts systems of its own, two files at once beside it; then `pg` goes on with
 * the PostgreSQL that both share, one file after the other, since some of them hold times against bounds.
 */
export default defineConfig({
  // Never 'import' here: vitest hands these to Node, and require() inside pg would then load pg-pool as a module.
  ssr: { resolve: { conditions: ['@metes/source', 'node'] } },
  resolve: { conditions: ['@metes/source'] },
  test: {
    // Half of the time a test waits, so two at once are not too much for two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Most take microseconds; the bound is for those that run a whole system in memory, on a busy machine.
          testTimeout: 30_000,
          include: ['{packages,shop,tools,bench}/**/*.test.ts'],
          exclude: ['**/*.pg.test.ts', ...never],
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: starting,
          exclude: never,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          globalSetup: ['tools/vitest/postgres-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'pg',
          include: ['{packages,shop,bench}/**/*.pg.test.ts'],
          exclude: [...starting, ...never],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          globalSetup: ['tools/vitest/postgres-setup.ts'],
        },
      },
    ],
  },
});
