import { z } from 'zod';
import { Currency, minorDigits } from './currency.ts';
import { DomainRuleBroken } from './domain-rule-broken.ts';
import type { Quantity } from './quantity.ts';
import { type Rounding, roundedRatio } from './rounding.ts';
import { valueObject } from './value-object.ts';

/**
 * An amount of money: a whole, non-negative number of minor units (cents, yen, fils) of one currency. Directions, such
 * as a refund, belong to the ledger and not to a sign. Nothing here ever is a fraction, and what does not fit a safe
 * integer is refused.
 *
 * @throws DomainRuleBroken from arithmetic that the rules of money refuse; METES_SCHEMA_INVALID from the constructor
 * @example Money.parse('0.10', 'USD').plus(Money.parse('0.20', 'USD')).toDecimal() // '0.30'
 */
export class Money extends valueObject(
  'Money',
  z.strictObject({ minor: z.int().nonnegative(), currency: Currency }),
) {
  /** So many minor units. */
  static of(minor: number, currency: Currency): Money {
    return new Money({ minor, currency });
  }

  /** Nothing, in a currency that has to be said. */
  static zero(currency: Currency): Money {
    return new Money({ minor: 0, currency });
  }

  /** The same as `of`, for code that speaks of cents; for a currency without cents they are its minor units. */
  static fromCents(cents: number, currency: Currency): Money {
    return Money.of(cents, currency);
  }

  /** Reads a decimal number with a point: at most as many decimals as the currency has, no sign, no separators. */
  static parse(text: string, currency: Currency): Money {
    const digits = minorDigits(currency);
    const match = /^(\d{1,16})(?:\.(\d{1,4}))?$/.exec(text);
    const decimals = match?.[2] ?? '';
    if (!match || decimals.length > digits) {
      throw new DomainRuleBroken(
        'Money',
        `An amount in ${currency} is a number with at most ${digits} decimals`,
        { text, currency },
      );
    }
    return within(BigInt(match[1]! + decimals.padEnd(digits, '0')), currency);
  }

  /** The sum of a list in one currency; zero of that currency when the list is empty. */
  static sum(amounts: Iterable<Money>, currency: Currency): Money {
    let total = Money.zero(currency);
    for (const amount of amounts) total = total.plus(amount);
    return total;
  }

  /** The number of minor units, as code that speaks of cents wants it. */
  get cents(): number {
    return this.minor;
  }

  /** The sum of both. */
  plus(other: Money): Money {
    this.#sameCurrency(other);
    return within(this.minor + other.minor, this.currency);
  }

  /** The difference; refused below zero. */
  minus(other: Money): Money {
    this.#sameCurrency(other);
    if (other.minor > this.minor) {
      throw new DomainRuleBroken('Money', 'An amount never goes below zero', {
        amount: this.toString(),
        less: other.toString(),
      });
    }
    return new Money({ minor: this.minor - other.minor, currency: this.currency });
  }

  /** The difference, or zero when the other amount is larger: a discount above the price makes it free. */
  minusDownToZero(other: Money): Money {
    return this.compare(other) < 0 ? Money.zero(this.currency) : this.minus(other);
  }

  /** So many times this amount. */
  times(factor: number | Quantity): Money {
    const count = typeof factor === 'number' ? factor : factor.value;
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new DomainRuleBroken(
        'Money',
        'Money is multiplied by whole numbers from zero; use timesRatio for parts',
        { factor: count },
      );
    }
    return within(this.minor * count, this.currency);
  }

  /**
   * The amount times `numerator / denominator`, both whole, rounded as it is said.
   *
   * @example price.timesRatio(825, 10_000, 'half-even') // a tax of 8.25 %
   */
  timesRatio(numerator: number, denominator: number, rounding: Rounding): Money {
    if (
      !Number.isSafeInteger(numerator) ||
      !Number.isSafeInteger(denominator) ||
      numerator < 0 ||
      denominator < 1
    ) {
      throw new DomainRuleBroken('Money', 'A ratio is a whole number from zero over one from one', {
        numerator,
        denominator,
      });
    }
    return within(
      roundedRatio(BigInt(this.minor) * BigInt(numerator), BigInt(denominator), rounding),
      this.currency,
    );
  }

  /**
   * Parts in the given proportions that sum exactly to this amount: what rounding down leaves over goes, unit by unit,
   * to the parts with the largest remainders, the first of equals first.
   *
   * @example Money.of(100, 'EUR').allocate([1, 1, 1]).map((part) => part.minor) // [34, 33, 33]
   */
  allocate(ratios: readonly number[]): Money[] {
    if (
      !ratios.every((ratio) => Number.isSafeInteger(ratio) && ratio >= 0) ||
      !ratios.some((ratio) => ratio > 0)
    ) {
      throw new DomainRuleBroken('Money', 'Proportions are whole numbers from zero, one of them above zero', {
        ratios,
      });
    }
    const whole = ratios.reduce((sum, ratio) => sum + BigInt(ratio), 0n);
    const parts = ratios.map((ratio, index) => {
      const product = BigInt(this.minor) * BigInt(ratio);
      return { index, minor: Number(product / whole), remainder: product % whole };
    });
    let left = this.minor - parts.reduce((sum, part) => sum + part.minor, 0);
    const byRemainder = [...parts].sort((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
    );
    for (const part of byRemainder) if (left-- > 0) part.minor += 1;
    return parts.map(({ minor }) => Money.of(minor, this.currency));
  }

  /** -1, 0 or 1: less, the same, more. Sorts a list of one currency. */
  compare(other: Money): -1 | 0 | 1 {
    this.#sameCurrency(other);
    return this.minor < other.minor ? -1 : this.minor > other.minor ? 1 : 0;
  }

  /** True for nothing. */
  get isZero(): boolean {
    return this.minor === 0;
  }

  /** The amount with as many decimals as the currency has: `12.34`, `1234` for yen, `12.345` for Kuwaiti dinars. */
  toDecimal(): string {
    const digits = minorDigits(this.currency);
    const text = String(this.minor).padStart(digits + 1, '0');
    return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  }

  /** For people: `12.34 USD`. */
  override toString(): string {
    return `${this.toDecimal()} ${this.currency}`;
  }

  #sameCurrency(other: Money): void {
    if (other.currency !== this.currency) {
      throw new DomainRuleBroken('Money', 'Amounts of different currencies do not mix', {
        one: this.currency,
        other: other.currency,
      });
    }
  }
}

/**
 * The amount, unless it is beyond what stays exact. A product of two safe integers that is not exact as a number is
 * above the largest safe integer, so this also judges results of plain arithmetic rightly.
 */
function within(minor: number | bigint, currency: Currency): Money {
  if (minor > Number.MAX_SAFE_INTEGER) {
    throw new DomainRuleBroken('Money', 'The amount is larger than money can be counted exactly', {
      minor: String(minor),
      currency,
    });
  }
  return new Money({ minor: Number(minor), currency });
}
