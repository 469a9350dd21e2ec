import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerV2, charge, chargeV2, PaymentResult } from '../translator-under-test.ts';
import { translator } from '../translator.ts';
import { compareModels } from './compare-models.ts';
import { constant, from, otherwise, table } from './rule.ts';
import { anySpellingOf, nameDifference, wordsOfName } from './spelling.ts';
import { analyseTranslation } from './translation-analysis.ts';
import { unixSeconds, upperCase } from './units.ts';
import { verdictOf } from './verdict.ts';

describe('a name', () => {
  test.each([
    ['charge_id', ['charge', 'id']],
    ['chargeId', ['charge', 'id']],
    ['CUST_ACCT_ID', ['cust', 'acct', 'id']],
    ['PKGWeightLbs', ['pkg', 'weight', 'lbs']],
    ['x-request-id', ['x', 'request', 'id']],
    ['größeInMetern', ['größe', 'in', 'metern']],
    ['__', []],
  ])('%s has the words %j', (name, words) => {
    expect(wordsOfName(name)).toEqual(words);
  });

  test.each([
    ['amount', 'amount', 'same'],
    ['created_at', 'createdAt', 'spelling'],
    ['payment_id', 'id', 'spelling'],
    ['id', 'paymentId', 'spelling'],
    ['charge_id', 'paymentId', 'words'],
    ['amount_cents', 'amount', 'words'],
    ['__', 'amount', 'words'],
  ])('%s against %s differs in: %s', (one, other, wanted) => {
    expect(nameDifference(one, other)).toBe(wanted);
    expect(nameDifference(other, one)).toBe(wanted);
  });

  test('is found in every spelling, and not inside longer words', () => {
    const found = (text: string): string[] =>
      [...text.matchAll(anySpellingOf('charge_id'))].map(([each]) => each);
    expect(found('charge_id chargeId ChargeId theChargeId CHARGE_ID charge-id')).toHaveLength(6);
    expect(found('recharge_ids charge_identity chargeIdle discharge-id charged id')).toEqual([]);
  });
});

describe('the analysis of a translator', () => {
  test('tells copies, spellings, names, restructured fields, additions and dropped fields apart', () => {
    const made = translator(
      z.object({
        amount: z.int(),
        currency: z.string(),
        created_at: z.string(),
        cust_no: z.string(),
        state: z.enum(['active', 'on_hold']),
        kind: z.enum(['a', 'b']),
        open: z.string(),
        since: z.int(),
        meta: z.object({ key: z.string(), rest: z.string() }),
        left: z.string(),
        right: z.string(),
        known: z.string(),
        ignored: z.object({ deep: z.string(), deeper: z.string() }),
      }),
      z.object({
        amount: z.int(),
        currency: z.string(),
        createdAt: z.string(),
        customer: z.string(),
        state: z.string(),
        kind: z.string(),
        open: z.string(),
        since: z.date(),
        key: z.string(),
        both: z.string(),
        source: z.literal('erp'),
      }),
      {
        amount: from('amount'),
        currency: from('currency', upperCase),
        createdAt: from('created_at'),
        customer: from('cust_no'),
        state: table('state', { active: 'ACTIVE', on_hold: 'ON_HOLD' }),
        kind: table('kind', { a: 'ACTIVE', b: 'B' }),
        open: table('open', { yes: 'YES' }, otherwise('NO')),
        since: from('since', unixSeconds),
        key: from('meta.key'),
        both: from(['left', 'right'], (left: string, right: string) => left + right),
        source: constant('erp'),
        dropped: ['ignored'],
      },
    );
    const { fields, dropped, verdict, oneWay } = analyseTranslation(made.versions[0]!);
    expect(Object.fromEntries(fields.map(({ own, change, why }) => [own, [change, why]]))).toEqual({
      amount: ['unchanged', ''],
      currency: ['spelling', 'spelling'],
      createdAt: ['spelling', 'spelling'],
      customer: ['renamed', 'another word'],
      state: ['spelling', 'spelling'],
      kind: ['restructured', 'a table: 1 of 2 words'],
      open: ['restructured', 'a table for an open list of words'],
      since: ['restructured', 'unit: Unix seconds'],
      key: ['restructured', 'out of meta'],
      both: ['restructured', '2 fields in one, a function'],
      source: ['added', 'a constant'],
    });
    expect(dropped).toEqual([
      { foreign: 'meta.rest', onPurpose: false },
      { foreign: 'known', onPurpose: false },
      { foreign: 'ignored.deep', onPurpose: true },
      { foreign: 'ignored.deeper', onPurpose: true },
    ]);
    expect(verdict).toEqual({ changed: 6, of: 10, share: 0.6, advice: 'anti-corruption layer' });
    expect(oneWay.map((each) => each.field)).toEqual([
      'open',
      'both',
      'meta.rest',
      'known',
      'ignored.deep',
      'ignored.deeper',
    ]);
  });

  test('of the worked example advises an anti-corruption layer', () => {
    const { verdict, dropped, version } = analyseTranslation(chargeV2.versions[0]!);
    expect(verdict).toMatchObject({ changed: 5, of: 5, advice: 'anti-corruption layer' });
    expect(dropped).toEqual([{ foreign: 'failure_code', onPurpose: true }]);
    expect(version).toBe('v2');
    expect(chargeV2.in(answerV2)).toBeDefined();
  });
});

describe('the 30 % rule', () => {
  test.each([
    [3, 7, 'conform'],
    [4, 6, 'anti-corruption layer'],
    [0, 0, 'conform'],
    [1, 0, 'anti-corruption layer'],
  ] as const)('with %d fields changed and %d kept says: %s', (changed, kept, advice) => {
    const verdict = verdictOf([
      ...Array.from({ length: changed }, () => 'renamed' as const),
      ...Array.from({ length: kept }, (_, at) =>
        at % 2 === 0 ? ('unchanged' as const) : ('spelling' as const),
      ),
      'added',
    ]);
    expect(verdict.advice).toBe(advice);
    expect(verdict.of).toBe(changed + kept);
  });

  test('reads two schemas before any translator is written', () => {
    const ours = compareModels(charge.v2.schema, PaymentResult);
    expect(ours.verdict.advice).toBe('anti-corruption layer');
    expect(ours.unused).toContain('failure_code');

    const theirs = z.object({
      id: z.string(),
      created_at: z.string(),
      count: z.int(),
      state: z.enum(['on', 'off', 'broken']),
      note: z.string().optional(),
      size: z.string(),
    });
    const { fields, unused, verdict } = compareModels(
      theirs,
      z.object({
        id: z.string(),
        createdAt: z.string(),
        count: z.number(),
        state: z.enum(['on', 'off']),
        note: z.string(),
        size: z.number(),
        owner: z.string(),
      }),
    );
    expect(fields.map(({ change, why }) => [change, why])).toEqual([
      ['unchanged', ''],
      ['spelling', 'spelling'],
      ['unchanged', ''],
      ['restructured', 'other words: broken'],
      ['restructured', 'may be absent there'],
      ['restructured', 'string there, number here'],
      ['restructured', 'no field of that name'],
    ]);
    expect(unused).toEqual([]);
    expect(verdict).toMatchObject({ changed: 4, of: 7 });
    expect(compareModels(theirs, theirs).verdict).toMatchObject({ changed: 0, advice: 'conform' });
  });
});
