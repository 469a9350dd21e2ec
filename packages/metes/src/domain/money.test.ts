import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { toJson } from '../base/json.ts';
import { Currency, minorDigits } from './currency.ts';
import { DomainRuleBroken } from './domain-rule-broken.ts';
import { Money } from './money.ts';
import { Quantity } from './quantity.ts';

const most = Number.MAX_SAFE_INTEGER;
const currency = fc.constantFrom(...Currency.options);
const minor = fc.oneof(fc.nat(100_000), fc.maxSafeNat());
const money = fc.record({ minor, currency }).map((parts) => new Money(parts));
const euros = fc.nat(1_000_000_000).map((cents) => Money.of(cents, 'EUR'));
const refused = (rule: RegExp): unknown =>
  expect.objectContaining({ name: 'DomainRuleBroken', subject: 'Money', rule: expect.stringMatching(rule) });

describe('an amount of money', () => {
  it('counts 0.1 and 0.2 to 0.3', () => {
    expect(Money.parse('0.1', 'USD').plus(Money.parse('0.2', 'USD')).equals(Money.parse('0.3', 'USD'))).toBe(
      true,
    );
  });

  it('is never a fraction, negative, or too large to be exact', () => {
    for (const bad of [0.1, -1, Number.NaN, Infinity, most + 1, 1e21]) {
      expect(() => Money.of(bad, 'USD')).toThrow('METES_SCHEMA_INVALID');
    }
    expect(() => new Money({ minor: '1' as never, currency: 'USD' })).toThrow('METES_SCHEMA_INVALID');
    expect(() => new Money({ minor: 1, currency: 'usd' as never })).toThrow(
      /active currency of ISO 4217$|active currency/,
    );
    expect(() => new Money({ minor: 1, currency: 'USD', note: 'x' } as never)).toThrow(
      'METES_SCHEMA_INVALID',
    );
  });

  it('survives JSON unchanged', () => {
    fc.assert(
      fc.property(money, (amount) => {
        const back = Money.schema().parse(JSON.parse(JSON.stringify(amount)));
        expect(back).toBeInstanceOf(Money);
        expect(back.equals(amount)).toBe(true);
        expect(toJson(back)).toStrictEqual({ minor: amount.minor, currency: amount.currency });
      }),
    );
  });

  it('is written with the decimals of its currency and read back', () => {
    fc.assert(
      fc.property(money, (amount) => {
        expect(Money.parse(amount.toDecimal(), amount.currency).equals(amount)).toBe(true);
        expect(amount.toDecimal()).toMatch(/^\d+(\.\d+)?$/);
        expect(amount.toDecimal().split('.')[1]?.length ?? 0).toBe(minorDigits(amount.currency));
      }),
    );
    expect(Money.of(1234, 'JPY').toDecimal()).toBe('1234');
    expect(Money.of(1234, 'KWD').toDecimal()).toBe('1.234');
    expect(Money.of(5, 'USD').toString()).toBe('0.05 USD');
    expect(Money.of(1, 'CLF').toDecimal()).toBe('0.0001');
  });

  it.each([
    ['1.234', 'USD'],
    ['1.0', 'JPY'],
    ['1.', 'USD'],
    ['.5', 'USD'],
    ['-1', 'USD'],
    ['1e3', 'USD'],
    ['1,5', 'EUR'],
    [' 1', 'EUR'],
    ['', 'EUR'],
    ['90071992547409.92', 'EUR'],
    ['9'.repeat(100_000), 'EUR'],
  ] as const)('is not read from %s %s', (text, code) => {
    expect(() => Money.parse(text, code)).toThrow(DomainRuleBroken);
  });

  it('has cents, which are minor units whatever the currency', () => {
    expect(Money.fromCents(1999, 'EUR').cents).toBe(1999);
    expect(Money.fromCents(1999, 'JPY').toDecimal()).toBe('1999');
  });
});

describe('arithmetic of money', () => {
  it('is associative and commutative, with zero as its neutral element', () => {
    fc.assert(
      fc.property(euros, euros, euros, (a, b, c) => {
        expect(
          a
            .plus(b)
            .plus(c)
            .equals(a.plus(b.plus(c))),
        ).toBe(true);
        expect(a.plus(b).equals(b.plus(a))).toBe(true);
        expect(a.plus(Money.zero('EUR')).equals(a)).toBe(true);
        expect(a.plus(b).minus(b).equals(a)).toBe(true);
      }),
    );
  });

  it('is exact or refused, for all amounts and factors', () => {
    const exact = (minor: bigint, act: () => Money): void => {
      if (minor > BigInt(most)) expect(act).toThrow(refused(/counted exactly/));
      else expect(BigInt(act().minor)).toBe(minor);
    };
    const large = fc.oneof(fc.maxSafeNat(), fc.constantFrom(most, most - 1, 2 ** 52, 94_906_265, 94_906_266));
    fc.assert(
      fc.property(large, large, (a, b) => {
        exact(BigInt(a) + BigInt(b), () => Money.of(a, 'USD').plus(Money.of(b, 'USD')));
        exact(BigInt(a) * BigInt(b), () => Money.of(a, 'USD').times(b));
        exact((BigInt(a) * BigInt(b)) / 7n, () => Money.of(a, 'USD').timesRatio(b, 7, 'down'));
      }),
      { numRuns: 1_000 },
    );
  });

  it('refuses different currencies in every operation', () => {
    const [usd, eur] = [Money.of(1, 'USD'), Money.of(1, 'EUR')];
    for (const act of [
      () => usd.plus(eur),
      () => usd.minus(eur),
      () => usd.compare(eur),
      () => usd.minusDownToZero(eur),
      () => Money.sum([usd], 'EUR'),
    ]) {
      expect(act).toThrow(refused(/currencies do not mix/));
    }
    expect(usd.equals(eur)).toBe(false);
  });

  it('never goes below zero; a discount above the price makes it free', () => {
    expect(() => Money.of(1, 'USD').minus(Money.of(2, 'USD'))).toThrow(refused(/below zero/));
    expect(Money.of(1, 'USD').minusDownToZero(Money.of(2, 'USD')).isZero).toBe(true);
    expect(Money.of(5, 'USD').minusDownToZero(Money.of(2, 'USD')).minor).toBe(3);
  });

  it('multiplies by whole numbers and quantities only', () => {
    expect(Money.of(250, 'USD').times(new Quantity(3)).minor).toBe(750);
    expect(Money.of(250, 'USD').times(0).isZero).toBe(true);
    for (const bad of [0.5, -1, Number.NaN, Infinity])
      expect(() => Money.of(1, 'USD').times(bad)).toThrow(refused(/whole numbers/));
    // @ts-expect-error: an amount times an amount is no amount
    expect(() => Money.of(1, 'USD').times('2')).toThrow(DomainRuleBroken);
  });

  it.each([
    [5, 1, 2, { down: 2, up: 3, 'half-up': 3, 'half-down': 2, 'half-even': 2 }],
    [7, 1, 2, { down: 3, up: 4, 'half-up': 4, 'half-down': 3, 'half-even': 4 }],
    [10, 1, 3, { down: 3, up: 4, 'half-up': 3, 'half-down': 3, 'half-even': 3 }],
    [10, 2, 3, { down: 6, up: 7, 'half-up': 7, 'half-down': 7, 'half-even': 7 }],
    [6, 1, 2, { down: 3, up: 3, 'half-up': 3, 'half-down': 3, 'half-even': 3 }],
  ] as const)('rounds %i times %i/%i as it is told', (amount, numerator, denominator, expected) => {
    for (const [rounding, minor] of Object.entries(expected)) {
      expect(Money.of(amount, 'EUR').timesRatio(numerator, denominator, rounding as 'up').minor).toBe(minor);
    }
  });

  it('refuses ratios that are none', () => {
    for (const [n, d] of [
      [1, 0],
      [-1, 2],
      [0.5, 1],
      [1, 1.5],
    ] as const) {
      expect(() => Money.of(1, 'EUR').timesRatio(n, d, 'up')).toThrow(refused(/ratio/));
    }
  });

  it('compares and sorts', () => {
    const list = [3, 1, 2].map((cents) => Money.of(cents, 'EUR')).sort((a, b) => a.compare(b));
    expect(list.map((each) => each.minor)).toStrictEqual([1, 2, 3]);
  });

  it('sums a list in a currency that has to be said', () => {
    expect(Money.sum([], 'JPY').equals(Money.zero('JPY'))).toBe(true);
    expect(Money.sum([Money.of(1, 'EUR'), Money.of(2, 'EUR')], 'EUR').minor).toBe(3);
    // @ts-expect-error: there is no default currency
    expect(() => Money.zero()).toThrow('METES_SCHEMA_INVALID');
  });
});

describe('allocation', () => {
  const ratios = fc
    .array(fc.oneof(fc.nat(10), fc.maxSafeNat()), { minLength: 1, maxLength: 12 })
    .filter((list) => list.some((ratio) => ratio > 0));

  it('sums exactly, gives nobody a whole unit too much or too little, and nothing to a share of zero', () => {
    fc.assert(
      fc.property(money, ratios, (amount, shares) => {
        const parts = amount.allocate(shares);
        const whole = shares.reduce((sum, share) => sum + BigInt(share), 0n);
        expect(parts).toHaveLength(shares.length);
        expect(Money.sum(parts, amount.currency).equals(amount)).toBe(true);
        for (const [index, part] of parts.entries()) {
          const product = BigInt(amount.minor) * BigInt(shares[index]!);
          const floor = product / whole;
          expect(
            BigInt(part.minor) === floor || (BigInt(part.minor) === floor + 1n && product % whole > 0n),
          ).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives what is left to the largest remainders, the first of equals first', () => {
    const minors = (amount: number, shares: number[]): number[] =>
      Money.of(amount, 'EUR')
        .allocate(shares)
        .map((part) => part.minor);
    expect(minors(100, [1, 1, 1])).toStrictEqual([34, 33, 33]);
    expect(minors(5, [3, 7])).toStrictEqual([2, 3]);
    expect(minors(10, [1, 2, 0])).toStrictEqual([3, 7, 0]);
    expect(minors(0, [1, 1])).toStrictEqual([0, 0]);
  });

  it('refuses proportions that are none', () => {
    for (const shares of [[], [0, 0], [-1, 2], [0.5]]) {
      expect(() => Money.of(1, 'EUR').allocate(shares)).toThrow(refused(/Proportions/));
    }
  });
});

it('knows the minor digits of ISO 4217', () => {
  expect(Currency.options).toHaveLength(165);
  expect(
    ['USD', 'JPY', 'KWD', 'CLF', 'ISK', 'XCG', 'ZWG'].map((code) => minorDigits(code as Currency)),
  ).toStrictEqual([2, 0, 3, 4, 0, 2, 2]);
  for (const gone of ['BGN', 'HRK', 'ANG', 'SLL', 'ZWL', 'XAU', 'XTS'])
    expect(Currency.safeParse(gone).success).toBe(false);
  expectTypeOf<'XAU'>().not.toExtend<Currency>();
});
