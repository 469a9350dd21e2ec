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
export function startEnvironment(variables: Readonly<Record<string, string | undefined>>): StartEnvironment {
  const text = (name: string): string | undefined => variables[name] || undefined;
  const whole = (name: string, wanted: string, least: number, most: number): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!/^-?\d{1,15}$/.test(value) || number < least || number > most) throw new MetesError('METES_START_ENVIRONMENT', { name, value, wanted });
    return number;
  };
  const level = text('METES_LOG') ?? 'warn';
  const log = logLevels.find((each) => each === level);
  if (!log) throw new MetesError('METES_START_ENVIRONMENT', { name: 'METES_LOG', value: level, wanted: `one of ${logLevels.join(', ')}` });
  return {
    folder: text('METES_STATE') ?? '.metes',
    databaseUrl: databaseUrl(text('DATABASE_URL')),
    port: whole('METES_PORT', 'a port from 0 to 65535', 0, 65_535),
    log,
    clockOffsetMs: whole('METES_CLOCK_OFFSET_MS', 'a whole number of milliseconds', -1e13, 1e13) ?? 0,
    failpoints: plannedFailpoints(text('METES_FAILPOINTS')),
  };
}

function databaseUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)) return value;
  // Never the value itself: it holds a password.
  throw new MetesError('METES_START_ENVIRONMENT', { name: 'DATABASE_URL', value: '...', wanted: 'a URL like postgres://user:password@host:5432/database' });
}
