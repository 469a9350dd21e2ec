import { mustFit, oneOf } from '../../base/argument.ts';
import { MetesError } from '../../base/errors.ts';
import { Currency, minorDigits } from '../../domain/currency.ts';
import { Money } from '../../domain/money.ts';
import { unit, unitOf, type Unit } from './unit.ts';

/** Whole seconds since 1970 to a moment. The way back drops what is finer than a second. */
export const unixSeconds: Unit<[number], Date> = unit('Unix seconds', {
  in: (seconds: number) => moment(seconds * 1_000, seconds),
  out: (when) => Math.floor(when.getTime() / 1_000),
});

/** Milliseconds since 1970 to a moment. */
export const unixMilliseconds: Unit<[number], Date> = unit('Unix milliseconds', {
  in: (milliseconds: number) => moment(milliseconds, milliseconds),
  out: (when) => when.getTime(),
});

/** A text of ISO 8601 with its offset to a moment. The way back writes UTC. */
export const isoInstant: Unit<[string], Date> = unit('ISO 8601', {
  in: (text: string) => {
    if (!/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text)) throw refused(text, 'a moment with its offset from UTC');
    return moment(Date.parse(text), text);
  },
  out: (when) => when.toISOString(),
});

/** A foreign text in lower case that is in upper case here. */
export const upperCase: Unit<[string], string> = unit('upper case', {
  in: (text: string) => text.toUpperCase(),
  out: (text) => text.toLowerCase(),
  spelling: true,
});

/** A foreign text in upper case that is in lower case here. */
export const lowerCase: Unit<[string], string> = unit('lower case', {
  in: (text: string) => text.toLowerCase(),
  out: (text) => text.toUpperCase(),
  spelling: true,
});

/** How the foreign model writes the code of a currency. Codes of either case are read. */
export type CurrencyCase = 'upper' | 'lower';

const cases = oneOf('upper', 'lower');

/**
 * An amount in the minor unit that ISO 4217 gives its currency (2899 is 28.99 USD, 2899 JPY, 2.899 KWD), and the code.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example amount: from(['amount_cents', 'currency'], minorUnits('lower'))
 */
export function minorUnits(written: CurrencyCase = 'upper'): Unit<[number, string], Money> {
  mustFit('minorUnits', { written }, { written: cases });
  return unitOf<[number, string], Money>('minor units of ISO 4217', {
    in: (minor, code) => Money.of(counted(minor), currencyOf(code)),
    out: ({ minor, currency }) => [minor, inCase(currency, written)],
  });
}

/**
 * An amount in hundredths whatever the currency (100 is 1 JPY and 1.000 KWD), and the code. Parts of a minor unit are
 * refused, in both directions.
 */
export function hundredths(written: CurrencyCase = 'upper'): Unit<[number, string], Money> {
  mustFit('hundredths', { written }, { written: cases });
  return unitOf<[number, string], Money>('hundredths', {
    in: (amount, code) => {
      const currency = currencyOf(code);
      const minor = (counted(amount) * 10 ** minorDigits(currency)) / 100;
      if (!Number.isSafeInteger(minor)) throw refused(amount, `a whole number of minor units of ${currency}`);
      return Money.of(minor, currency);
    },
    out: ({ minor, currency }) => {
      const amount = (minor * 100) / 10 ** minorDigits(currency);
      if (!Number.isSafeInteger(amount)) throw refused(minor, `an amount of ${currency} in whole hundredths`);
      return [amount, inCase(currency, written)];
    },
  });
}

/** An amount as a decimal text (`"28.99"`, with at most as many decimals as the currency has), and the code. */
export function decimalAmount(written: CurrencyCase = 'upper'): Unit<[string, string], Money> {
  mustFit('decimalAmount', { written }, { written: cases });
  return unitOf<[string, string], Money>('decimal amount', {
    in: (text, code) => Money.parse(text, currencyOf(code)),
    out: (money) => [money.toDecimal(), inCase(money.currency, written)],
  });
}

function currencyOf(code: string): Currency {
  const read = Currency.safeParse(code.toUpperCase());
  if (!read.success) throw refused(code, 'the code of an active currency of ISO 4217');
  return read.data;
}

function inCase(currency: Currency, written: CurrencyCase): string {
  return written === 'upper' ? currency : currency.toLowerCase();
}

function counted(amount: number): number {
  if (!Number.isSafeInteger(amount) || amount < 0) throw refused(amount, 'a whole number from zero');
  return amount;
}

function moment(milliseconds: number, given: unknown): Date {
  const when = new Date(milliseconds);
  if (typeof given === 'number' && !Number.isInteger(given)) throw refused(given, 'a whole number');
  if (Number.isNaN(when.getTime())) throw refused(given, 'a moment');
  return when;
}

function refused(value: unknown, wanted: string): MetesError {
  return new MetesError('METES_TRANSLATOR_UNIT', { value, wanted });
}
