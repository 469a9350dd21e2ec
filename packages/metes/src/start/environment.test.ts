import { describe, expect, test } from 'vitest';
import { startEnvironment } from './environment.ts';
import { noFailpoints } from './failpoint-plan.ts';

describe('the environment of a start', () => {
  test('has sane defaults, and takes an empty variable for an absent one', () => {
    const defaults = {
      folder: '.metes',
      databaseUrl: undefined,
      rolePrefix: '',
      port: undefined,
      log: 'warn',
      clockOffsetMs: 0,
      failpoints: noFailpoints,
    };
    expect(startEnvironment({})).toEqual(defaults);
    expect(
      startEnvironment({
        METES_STATE: '',
        DATABASE_URL: '',
        METES_ROLE_PREFIX: '',
        METES_PORT: '',
        METES_LOG: '',
        METES_CLOCK_OFFSET_MS: '',
        METES_FAILPOINTS: '',
      }),
    ).toEqual(defaults);
  });

  test('is read from the variables', () => {
    const read = startEnvironment({
      METES_STATE: 'here',
      DATABASE_URL: 'postgresql://a:b@c/d',
      METES_ROLE_PREFIX: 'shop_',
      METES_PORT: '0',
      METES_LOG: 'debug',
      METES_CLOCK_OFFSET_MS: '-7200000',
    });
    expect(read).toMatchObject({
      folder: 'here',
      databaseUrl: 'postgresql://a:b@c/d',
      rolePrefix: 'shop_',
      port: 0,
      log: 'debug',
      clockOffsetMs: -7_200_000,
    });
  });

  test.each([
    ['METES_PORT', '65536'],
    ['METES_PORT', '80.5'],
    ['METES_PORT', '1e3'],
    ['METES_LOG', 'loud'],
    ['METES_CLOCK_OFFSET_MS', 'an hour'],
    ['METES_ROLE_PREFIX', 'Shop-'],
    ['DATABASE_URL', 'localhost:5432'],
    ['DATABASE_URL', 'mysql://somebody:secret@there/db'],
  ])('refuses %s=%s', (name, value) => {
    const read = (): unknown => startEnvironment({ [name]: value });
    expect(read).toThrow(
      expect.objectContaining({ code: 'METES_START_ENVIRONMENT', values: expect.objectContaining({ name }) }),
    );
    expect(read).not.toThrow('secret');
  });
});
