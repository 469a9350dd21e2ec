import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the PostgreSQL of this test run. */
    postgresUrl: string;
  }
}

// One implementation: tests of shop/ and bench/ import it from here, tests inside packages/metes from embedded/
// (their rootDir ends at src).
export { freshDatabase, type FreshDatabase } from '../../packages/metes/src/embedded/fresh-database.ts';

/** The superuser URL of the server of this test run. */
export function postgresUrl(): string {
  return inject('postgresUrl');
}
