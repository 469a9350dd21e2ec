import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Money } from '../domain/money.ts';
import { valueObject } from '../domain/value-object.ts';
import { from, otherwise, table } from './translation/rule.ts';
import { analyseTranslation } from './translation/translation-analysis.ts';
import { hundredths } from './translation/units.ts';
import { unit } from './translation/unit.ts';
import { translator, type Translator } from './translator.ts';

describe('an ERP with names in capitals', () => {
  const custAcct = z.object({
    CUST_ACCT: z.string(),
    ACCT_BAL_CR: z.int().nonnegative(),
    ACCT_CCY: z.string(),
    ACCT_STAT_CD: z.enum(['A', 'S', 'C']),
    LAST_UPD_USR: z.string(),
  });
  const customer = translator(
    custAcct,
    z.strictObject({
      customerId: z.string(),
      availableCredit: Money.schema(),
      status: z.enum(['ACTIVE', 'SUSPENDED', 'CLOSED']),
    }),
    {
      customerId: from('CUST_ACCT'),
      availableCredit: from(['ACCT_BAL_CR', 'ACCT_CCY'], hundredths()),
      status: table('ACCT_STAT_CD', { A: 'ACTIVE', S: 'SUSPENDED', C: 'CLOSED' }),
    },
  );

  test('becomes customers with an available credit and a status in words', () => {
    const record = {
      CUST_ACCT: '4711',
      ACCT_BAL_CR: 150_000,
      ACCT_CCY: 'EUR',
      ACCT_STAT_CD: 'A',
      LAST_UPD_USR: 'X',
    };
    expect(customer.in(record)).toEqual({
      customerId: '4711',
      availableCredit: Money.parse('1500.00', 'EUR'),
      status: 'ACTIVE',
    });
    expect(() => customer.in({ ...record, ACCT_STAT_CD: 'Z' })).toThrow('ACCT_STAT_CD');
    const { dropped, verdict } = analyseTranslation(customer.versions[0]!);
    expect(dropped).toEqual([{ foreign: 'LAST_UPD_USR', onPurpose: false }]);
    expect(verdict.advice).toBe('anti-corruption layer');
  });
});

describe('carriers', () => {
  class Weight extends valueObject('Weight', z.object({ grams: z.int().nonnegative() })) {}
  const Parcel = z.object({
    weight: Weight.schema(),
    state: z.enum(['ON_ITS_WAY', 'DELIVERED', 'UNKNOWN']),
  });
  const pounds = unit('pounds to grams', {
    in: (lbs: number) => new Weight({ grams: Math.round(lbs * 453.59237) }),
    out: (weight) => weight.grams / 453.59237,
  });
  const first = translator(z.object({ PKG_WGT_LBS: z.number().nonnegative(), STAT_CD: z.string() }), Parcel, {
    weight: from('PKG_WGT_LBS', pounds),
    state: table('STAT_CD', { IT: 'ON_ITS_WAY', DL: 'DELIVERED' }, otherwise('UNKNOWN')),
  });
  const second = translator(
    z.object({ parcel: z.object({ grams: z.int() }), phase: z.enum(['transit', 'done']) }),
    Parcel,
    { weight: from('parcel', Weight), state: table('phase', { transit: 'ON_ITS_WAY', done: 'DELIVERED' }) },
  );

  test('are exchanged without a change of what the domain sees', () => {
    const track = (carrier: Translator<unknown, z.output<typeof Parcel>>, document: unknown) =>
      carrier.in(document);
    const parcel = { weight: new Weight({ grams: 907 }), state: 'DELIVERED' };
    expect(track(first, { PKG_WGT_LBS: 2, STAT_CD: 'DL' })).toEqual(parcel);
    expect(track(second, { parcel: { grams: 907 }, phase: 'done' })).toEqual(parcel);
    expect(track(first, { PKG_WGT_LBS: 2, STAT_CD: 'XX' }).state).toBe('UNKNOWN');
  });

  test('hear of a weight in their own unit again', () => {
    expect(second.out({ weight: new Weight({ grams: 5 }), state: 'ON_ITS_WAY' })).toEqual({
      parcel: { grams: 5 },
      phase: 'transit',
    });
  });
});
