import type { TestProject } from 'vitest/node';
import { temporaryPostgres } from '../../packages/metes/src/embedded/temporary.ts';

/**
 * Global set-up of the `pg` project: one server for the whole run, or the one that `DATABASE_URL_FOR_TESTS` names
 * (a superuser URL; databases are created on it and dropped again).
 */
export default async function postgresSetup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL_FOR_TESTS'];
  const server = given ? undefined : await temporaryPostgres();
  const url = given ?? server!.url;
  project.provide('postgresUrl', url);
  // Tests inside a package cannot import from tools/ (outside of their rootDir): for them the URL travels this way.
  process.env['METES_TEST_POSTGRES_URL'] = url;
  return async () => {
    delete process.env['METES_TEST_POSTGRES_URL'];
    await server?.stop();
  };
}
