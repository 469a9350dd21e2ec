import type { TestProject } from 'vitest/node';
import { temporaryPostgres } from '../../packages/metes/src/embedded/temporary.ts';

/** Tests inside a package cannot import from tools/ (outside of their rootDir): for them the URL travels this way. */
const variable = 'METES_TEST_POSTGRES_URL';

/**
 * Global set-up of the projects `process` and `pg`: one server for the whole run, or the one that `DATABASE_URL_FOR_TESTS`
 * names (a superuser URL; databases are created on it and dropped again). Whichever project comes first starts it, and
 * ends it after all of them.
 */
export default async function postgresSetup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL_FOR_TESTS'] ?? process.env[variable];
  const server = given ? undefined : await temporaryPostgres();
  const url = given ?? server!.url;
  project.provide('postgresUrl', url);
  process.env[variable] = url;
  return async () => {
    delete process.env[variable];
    await server?.stop();
  };
}
