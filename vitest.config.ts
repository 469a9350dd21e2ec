import { defineConfig } from 'vitest/config';

/** Two projects: `unit` needs nothing, `pg` starts the embedded PostgreSQL once and shares it. */
export default defineConfig({
  // Never 'import' here: vitest hands these to Node, and require() inside pg would then load pg-pool as a module.
  ssr: { resolve: { conditions: ['@metes/source', 'node'] } },
  resolve: { conditions: ['@metes/source'] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Most take microseconds; the bound is for those that run a whole system in memory, on a busy machine.
          testTimeout: 30_000,
          include: ['{packages,shop,tools,bench}/**/*.test.ts'],
          exclude: ['**/*.pg.test.ts', '**/node_modules/**', '**/dist/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'pg',
          include: ['{packages,shop,bench}/**/*.pg.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          globalSetup: ['tools/vitest/postgres-setup.ts'],
        },
      },
    ],
  },
});
