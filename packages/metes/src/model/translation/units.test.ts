import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMetesError } from '../../base/errors.ts';
import { Currency, minorDigits } from '../../domain/currency.ts';
import { Money } from '../../domain/money.ts';
import type { Unit } from './unit.ts';
import {
  decimalAmount,
  hundredths,
  isoInstant,
  lowerCase,
  minorUnits,
  unixMilliseconds,
  unixSeconds,
  upperCase,
} from './units.ts';

const moment = new Date('2026-11-21T10:00:00Z');
const currency = fc.constantFrom(...Currency.options);
const money = fc
  .tuple(fc.nat(), currency)
  .map(([minor, code]) => Money.of(minor * 10 ** minorDigits(code), code));

const examples: readonly (readonly [Unit, readonly unknown[], unknown])[] = [
  [unixSeconds, [1_795_255_200], moment],
  [unixMilliseconds, [1_795_255_200_000], moment],
  [isoInstant, ['2026-11-21T10:00:00.000Z'], moment],
  [upperCase, ['usd'], 'USD'],
  [lowerCase, ['VISA'], 'visa'],
  [minorUnits('lower'), [2_899, 'usd'], Money.parse('28.99', 'USD')],
  [minorUnits(), [2_899, 'JPY'], Money.parse('2899', 'JPY')],
  [minorUnits(), [2_899, 'KWD'], Money.parse('2.899', 'KWD')],
  [hundredths(), [2_899, 'USD'], Money.parse('28.99', 'USD')],
  [hundredths(), [289_900, 'JPY'], Money.parse('2899', 'JPY')],
  [hundredths('lower'), [2_899, 'kwd'], Money.parse('28.990', 'KWD')],
  [decimalAmount(), ['28.99', 'EUR'], Money.parse('28.99', 'EUR')],
];

test.each(examples)('%o reads %j and writes it again', (unit, foreign, own) => {
  expect(unit.in(...foreign)).toEqual(own);
  expect(unit.out?.(own)).toEqual(foreign);
});

test.each<readonly [Unit, readonly unknown[]]>([
  [unixSeconds, [1.5]],
  [unixSeconds, [Number.MAX_SAFE_INTEGER]],
  [unixMilliseconds, [Number.NaN]],
  [isoInstant, ['2026-11-21T10:00:00']],
  [isoInstant, ['tomorrow']],
  [minorUnits(), [28.99, 'USD']],
  [minorUnits(), [-1, 'USD']],
  [minorUnits(), [1, 'ZZZ']],
  [hundredths(), [2_899, 'JPY']],
])('%o refuses %j', (unit, foreign) => {
  let thrown: unknown;
  try {
    unit.in(...foreign);
  } catch (error) {
    thrown = error;
  }
  expect(isMetesError(thrown, 'METES_TRANSLATOR_UNIT')).toBe(true);
});

test('fractions that hundredths cannot say are refused on the way back', () => {
  expect(() => hundredths().out?.(Money.parse('0.001', 'KWD'))).toThrow('METES_TRANSLATOR_UNIT');
});

test.each<Unit>([minorUnits('lower'), minorUnits(), hundredths('lower'), decimalAmount('lower')])(
  'every amount in whole units survives %o, there and back',
  (unit) => {
    fc.assert(
      fc.property(money, (own) => {
        expect(unit.in(...unit.out!(own))).toEqual(own);
      }),
    );
  },
);

test('every whole second survives the way there and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8_640_000_000_000 }), (seconds) => {
      expect(unixSeconds.out!(unixSeconds.in(seconds))).toEqual([seconds]);
    }),
  );
});
