import fc from 'fast-check';
import { expect, it } from 'vitest';
import { milliseconds, type Duration } from './duration.ts';

it('reads whole numbers with a unit', () => {
  expect(milliseconds('250ms')).toBe(250);
  expect(milliseconds('30s')).toBe(30_000);
  expect(milliseconds('15m')).toBe(900_000);
  expect(milliseconds('6h')).toBe(21_600_000);
  expect(milliseconds('30d')).toBe(2_592_000_000);
});

it('says the same in every unit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (n) => {
      expect(milliseconds(`${n}d`)).toBe(milliseconds(`${n * 24}h`));
      expect(milliseconds(`${n}m`)).toBe(milliseconds(`${n * 60}s`));
    }),
  );
});

it.each(['', '5', 'ms', '1.5s', '-1s', '1e3s', ' 1s', '1s ', '٣s', '999999999d', '99999999999ms'])(
  'refuses %j with METES_DURATION_INVALID',
  (text) => {
    expect(() => milliseconds(text as Duration)).toThrow('METES_DURATION_INVALID');
  },
);
