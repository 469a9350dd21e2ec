import { MetesError } from '../base/errors.ts';
import type { Failpoints } from '../runtime/ports/failpoints.ts';
import { plannedFailpoints } from './failpoint-plan.ts';

/** The levels that METES_LOG knows, the most talkative first. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** What the environment variables say about a start. */
export interface StartEnvironment {
  /** METES_STATE: the state folder. */
  readonly folder: string;
  /** DATABASE_URL: an administrator's URL of a PostgreSQL to use instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** METES_ROLE_PREFIX: put before the names of database roles, for several systems on one server. */
  readonly rolePrefix: string;
  /** METES_PORT: the port that must be used. */
  readonly port: number | undefined;
  /** METES_LOG: how much is written about what happens. */
  readonly log: (typeof logLevels)[number];
  /** METES_CLOCK_OFFSET_MS: how far the clock of this process is off, for tests. */
  readonly clockOffsetMs: number;
  /** METES_FAILPOINTS: planned failures, for tests. */
  readonly failpoints: Failpoints;
}

/**
 * Reads the environment variables of a start. An empty variable counts as absent.
 *
 * @throws METES_START_ENVIRONMENT, METES_START_FAILPOINTS
 */
export function startEnvironment(env: Readonly<Record<string, string | undefined>>): StartEnvironment {
  return {
    folder: env['METES_STATE'] || '.metes',
    databaseUrl: databaseUrl(env['DATABASE_URL']),
    rolePrefix: rolePrefix(env['METES_ROLE_PREFIX']),
    port: whole('METES_PORT', env['METES_PORT'], {
      wanted: 'a port from 0 to 65535',
      least: 0,
      most: 65_535,
    }),
    log: logLevel(env['METES_LOG']),
    clockOffsetMs:
      whole('METES_CLOCK_OFFSET_MS', env['METES_CLOCK_OFFSET_MS'], {
        wanted: 'a whole number of milliseconds',
        least: -1e13,
        most: 1e13,
      }) ?? 0,
    failpoints: plannedFailpoints(env['METES_FAILPOINTS']),
  };
}

function refuse(name: string, value: string, wanted: string): never {
  throw new MetesError('METES_START_ENVIRONMENT', { name, value, wanted });
}

function whole(
  name: string,
  value: string | undefined,
  { wanted, least, most }: { wanted: string; least: number; most: number },
): number | undefined {
  if (!value) return undefined;
  const number = Number(value);
  if (!/^-?\d{1,15}$/.test(value) || number < least || number > most) refuse(name, value, wanted);
  return number;
}

function logLevel(value = ''): StartEnvironment['log'] {
  if (value === '') return 'warn';
  return (
    logLevels.find((each) => each === value) ?? refuse('METES_LOG', value, `one of ${logLevels.join(', ')}`)
  );
}

function rolePrefix(value = ''): string {
  if (/^([a-z][a-z0-9_-]{0,19})?$/.test(value)) return value;
  return refuse(
    'METES_ROLE_PREFIX',
    value,
    'up to 20 lower-case letters, digits, "-" and "_", beginning with a letter',
  );
}

function databaseUrl(value: string | undefined): string | undefined {
  if (!value) return undefined;
  if (URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)) return value;
  // Never the value itself: it may hold a password.
  return refuse('DATABASE_URL', '...', 'a URL like postgres://user:password@host:5432/database');
}
