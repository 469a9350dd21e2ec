import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Money } from '../domain/money.ts';
import { constant, from, otherwise, table } from '../model/translation/rule.ts';
import { unit } from '../model/translation/unit.ts';
import { decimalAmount, isoInstant, minorUnits, unixSeconds, upperCase } from '../model/translation/units.ts';
import { translator, versions, type Translator } from '../model/translator.ts';
import {
  answerV2,
  charge,
  chargeV2,
  commonRules,
  PaymentId,
  PaymentResult,
} from '../model/translator-under-test.ts';
import { fuzzTranslator } from './fuzz-translator.ts';

const text = z.object({ word: z.string(), state: z.enum(['on', 'off']) });
const faultsOf = (subject: Translator): readonly string[] => [
  ...new Set(fuzzTranslator(subject, { runs: 400 }).faults.map((each) => each.fault)),
];

describe('a sound translator', () => {
  test('translates many documents and refuses the others with codes, in every version', () => {
    const both = versions(
      chargeV2,
      translator(charge.v3, PaymentResult, {
        ...commonRules,
        paymentId: from('payment_intent_id', PaymentId),
      }),
    );
    const report = fuzzTranslator(both, { samples: [answerV2], seed: 7 });
    expect(report).toMatchObject({ seed: 7, documents: 2_000, reversed: 0, faults: [] });
    expect(report.translated).toBeGreaterThan(200);
    expect(report.refused['METES_TRANSLATOR_DOCUMENT']).toBeGreaterThan(100);
    expect(Object.keys(report.refused).sort()).toEqual([
      'METES_TRANSLATOR_DOCUMENT',
      'METES_TRANSLATOR_VALUE',
    ]);
    expect(fuzzTranslator(both, { samples: [answerV2], seed: 7 })).toEqual(report);
    expect(fuzzTranslator(both, { samples: [answerV2], seed: 8 })).not.toEqual(report);
  });

  test.each([1, 2, 3, 4, 5])('goes there and back whatever its units (seed %d)', (seed) => {
    const order = translator(
      z.object({
        kind: z.literal('order'),
        amount: z.int().nonnegative(),
        currency: z.enum(['usd', 'jpy', 'kwd']),
        price: z.string().regex(/^\d{1,6}(\.\d{1,3})?$/),
        unit: z.enum(['EUR', 'JPY']),
        code: z.string().regex(/^[a-z]{2}$/),
        at: z.iso.datetime(),
        since: z.int().nonnegative().max(4_000_000_000).optional(),
        state: z.enum(['on', 'off']),
        inner: z.object({ note: z.string().optional(), level: z.union([z.literal(1), z.literal(2)]) }),
      }),
      z.strictObject({
        total: Money.schema(),
        price: Money.schema(),
        code: z.string(),
        at: z.date(),
        since: z.date().optional(),
        state: z.enum(['ACTIVE', 'INACTIVE']),
        note: z.string().optional(),
        level: z.enum(['LOW', 'HIGH']),
        channel: z.literal('web'),
      }),
      {
        total: from(['amount', 'currency'], minorUnits('lower')),
        price: from(['price', 'unit'], decimalAmount()),
        code: from('code', upperCase),
        at: from('at', isoInstant),
        since: from('since', unixSeconds),
        state: table('state', { on: 'ACTIVE', off: 'INACTIVE' }),
        note: from('inner.note'),
        level: table('inner.level', { 1: 'LOW', 2: 'HIGH' }),
        channel: constant('web'),
      },
    );
    const report = fuzzTranslator(order, { seed });
    expect(report.faults).toEqual([]);
    expect(report.reversed).toBe(report.translated);
    expect(report.reversed).toBeGreaterThan(50);
  });
});

describe('a planted fault is found:', () => {
  test('a way back that loses something', () => {
    const lossy = unit('lossy', {
      in: (word: string) => word.length,
      out: (length) => 'x'.repeat(length % 3),
    });
    const subject = translator(text, z.object({ word: z.number(), state: z.string() }), {
      word: from('word', lossy),
      state: table('state', { on: 'A', off: 'B' }),
    });
    expect(faultsOf(subject)).toEqual(['another object after the way there and back']);
  });

  test('a way back that fails', () => {
    const failing = unit('failing', {
      in: (word: string) => word,
      out: (word: string): string => {
        if (word.length > 1) throw new RangeError('too long');
        return word;
      },
    });
    const subject = translator(text, text, { word: from('word', failing), state: from('state') });
    expect(faultsOf(subject)).toEqual(['no way back for what came in']);
  });

  test('a table that lost its last word', () => {
    const rule = table('word', { a: 'A' }, otherwise('B'));
    const subject = translator(text, z.object({ word: z.string() }), { word: rule });
    const { otherwise: _, ...partial } = rule;
    const [version] = subject.versions;
    const broken = { ...subject, versions: [{ ...version!, rules: { word: partial } }] };
    expect(faultsOf(broken)).toEqual(['a table without an answer']);
  });

  test('a function that writes into what it reads', () => {
    const inner = z.object({ list: z.object({ a: z.string() }).catchall(z.unknown()) });
    const subject = translator(
      // A schema that hands the document on as it is.
      {
        '~standard': {
          ...inner['~standard'],
          validate: (value: unknown) => ({ value: value as z.output<typeof inner> }),
        },
      },
      z.object({ a: z.string() }),
      {
        a: from('list', (list: { a: string }) => {
          list.a = 'changed';
          return list.a;
        }),
      },
    );
    expect(faultsOf(subject)).toContain('the document was changed');
  });

  test('a schema that throws is refused with a code, and one that accepts nothing is told', () => {
    const never = translator(
      text.refine(() => false),
      text,
      { word: from('word'), state: from('state') },
    );
    expect(faultsOf(never)).toEqual(['nothing was translated']);
    const throwing = text.refine(() => {
      throw new RangeError('broken');
    });
    const subject = translator(throwing, text, { word: from('word'), state: from('state') });
    expect(Object.keys(fuzzTranslator(subject, { runs: 50 }).refused)).toContain('METES_SCHEMA_THREW');
  });

  test('an error without a code', () => {
    const subject = translator(text, text, { word: from('word'), state: from('state') });
    const [version] = subject.versions;
    // No path at all, which no declaration lets through.
    const rules = { word: { kind: 'same', foreign: [7 as never] } } as const;
    const broken = { ...version!, foreignFields: [], rules };
    const report = fuzzTranslator({ ...subject, versions: [broken] }, { runs: 5 });
    expect(report.faults[0]?.fault).toBe('an error without a code');
  });
});
