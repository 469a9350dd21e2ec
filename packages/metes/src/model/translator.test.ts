import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ErrorCode } from '../base/error-table.ts';
import { isMetesError, type MetesError } from '../base/errors.ts';
import { valueObject } from '../domain/value-object.ts';
import { Money } from '../domain/money.ts';
import { constant, from, otherwise, table } from './translation/rule.ts';
import { isoInstant, lowerCase, minorUnits, unixSeconds, upperCase } from './translation/units.ts';
import { unit, unitOf } from './translation/unit.ts';
import { translator, versions } from './translator.ts';
import {
  answerV2,
  charge,
  chargeV2,
  commonRules,
  PaymentId,
  PaymentResult,
} from './translator-under-test.ts';

function refusal(code: ErrorCode, run: () => unknown): MetesError {
  try {
    run();
  } catch (error) {
    if (isMetesError(error, code)) return error;
    throw error;
  }
  throw new TypeError(`${code} was expected and nothing was thrown`);
}

describe('a document of the other side', () => {
  test('becomes an object of ours, each field by its rule', () => {
    expect(chargeV2.in(answerV2)).toEqual({
      paymentId: 'ch_1',
      amount: Money.of(2_899, 'USD'),
      status: 'COMPLETED',
      processedAt: new Date('2026-11-21T10:00:00Z'),
    });
    expect(
      chargeV2.in({ ...answerV2, status: 'failed', failure_code: 'x', failure_message: 'No funds' }),
    ).toMatchObject({ status: 'FAILED', failureReason: 'No funds' });
  });

  test.each(['settling', 'SUCCEEDED', '', 'constructor', '__proto__', 'toString'])(
    'with the unknown word "%s" becomes what `otherwise` says',
    (status) => {
      expect(chargeV2.in({ ...answerV2, status }).status).toBe('UNKNOWN');
    },
  );

  test('in another form is refused, and every field is named', () => {
    const { message } = refusal('METES_TRANSLATOR_DOCUMENT', () =>
      chargeV2.in({ ...answerV2, charge_id: 1, created_at: 'now' }),
    );
    expect(message).toContain('charge to PaymentResult, v2');
    expect(message).toContain('charge_id: ');
    expect(message).toContain('created_at: ');
    for (const nothing of [null, undefined, 'charge', 7, []])
      refusal('METES_TRANSLATOR_DOCUMENT', () => chargeV2.in(nothing));
  });

  test('whose values nobody can translate is refused, and the own and foreign fields are named', () => {
    const { message, values } = refusal('METES_TRANSLATOR_VALUE', () =>
      chargeV2.in({ ...answerV2, currency: 'zzz' }),
    );
    expect(values).toMatchObject({ own: 'amount', foreign: 'amount_cents and currency' });
    expect(message).toContain('zzz is not the code of an active currency of ISO 4217');
    const strict = translator(charge.v2, z.object({ paymentId: z.string().max(3) }), {
      paymentId: from('charge_id'),
    });
    expect(refusal('METES_TRANSLATOR_VALUE', () => strict.in(answerV2)).values).toMatchObject({
      own: 'paymentId',
      foreign: 'charge_id',
    });
    const typed = translator(charge.v2, z.object({ id: z.string() }), {
      id: from('charge_id', z.string().max(3)),
    });
    expect(refusal('METES_TRANSLATOR_VALUE', () => typed.in(answerV2)).values).toMatchObject({ own: 'id' });
    const failing = translator(charge.v2, z.object({ id: z.string() }), {
      id: from('charge_id', (): string => {
        throw new RangeError('Out of paper.');
      }),
    });
    expect(refusal('METES_TRANSLATOR_VALUE', () => failing.in(answerV2)).message).toContain('Out of paper');
  });

  test('is read in depth, and what is missing on the way is absent', () => {
    const deep = translator(
      z.object({
        metadata: z.record(z.string(), z.string()),
        last_error: z.object({ message: z.string().optional() }).nullable(),
      }),
      z.object({ orderId: z.string().optional(), complaint: z.string().optional() }),
      { orderId: from('metadata.orderId'), complaint: from('last_error.message') },
    );
    expect(deep.in({ metadata: { orderId: 'order-1' }, last_error: { message: 'No' } })).toEqual({
      orderId: 'order-1',
      complaint: 'No',
    });
    expect(deep.in({ metadata: {}, last_error: null })).toEqual({});
  });

  test('can become a value object, and a class can read a field', () => {
    class Weight extends valueObject('Weight', z.object({ grams: z.int() })) {}
    const parcel = z.object({ PKG_WGT_LBS: z.number(), weight: z.object({ grams: z.int() }) });
    const pounds = unit('pounds to grams', { in: (lbs: number) => Math.round(lbs * 453.59237) });
    const made = translator(parcel, Weight, { grams: from('PKG_WGT_LBS', pounds) });
    const document = { PKG_WGT_LBS: 2, weight: { grams: 5 } };
    expect(made.in(document)).toEqual(new Weight({ grams: 907 }));
    const inside = translator(parcel, z.object({ weight: Weight.schema() }), {
      weight: from('weight', Weight),
    });
    expect(inside.in(document).weight).toBeInstanceOf(Weight);
  });
});

describe('several versions', () => {
  const both = versions(
    chargeV2,
    translator(charge.v3, PaymentResult, { ...commonRules, paymentId: from('payment_intent_id', PaymentId) }),
  );
  const { charge_id: _, ...rest } = answerV2;
  const answerV3 = { ...rest, payment_intent_id: 'pi_1' };

  test('are read by the newest that accepts the document, or by the one that is named', () => {
    expect(both.in(answerV2)).toEqual(chargeV2.in(answerV2));
    expect(both.in(answerV3)).toEqual({ ...chargeV2.in(answerV2), paymentId: 'pi_1' });
    expect(both.in(answerV2, 'v2').paymentId).toBe('ch_1');
    refusal('METES_TRANSLATOR_DOCUMENT', () => both.in(answerV2, 'v3'));
    expect(refusal('METES_TRANSLATOR_DOCUMENT', () => both.in({})).message).toContain('payment_intent_id');
  });

  test('have names of their own', () => {
    expect(refusal('METES_TRANSLATOR_VERSION', () => both.in(answerV2, 'v4')).hint).toContain('v2, v3');
    refusal('METES_MODEL_DUPLICATE', () => versions(chargeV2, chargeV2));
  });
});

describe('the way back', () => {
  const request = translator(
    z.object({
      object: z.literal('charge'),
      amount: z.int(),
      currency: z.string().regex(/^[a-z]{3}$/),
      source: z.string(),
      level: z.union([z.literal(1), z.literal(2)]),
      when: z.int().optional(),
    }),
    z.object({
      total: Money.schema(),
      token: z.string(),
      level: z.enum(['LOW', 'HIGH']),
      channel: z.literal('web'),
      dueAt: z.date().optional(),
    }),
    {
      total: from(['amount', 'currency'], minorUnits('lower')),
      token: from('source'),
      level: table('level', { 1: 'LOW', 2: 'HIGH' }),
      channel: constant('web'),
      dueAt: from('when', unixSeconds),
    },
  );

  test('writes every foreign field, words that can only be one included', () => {
    const own = { total: Money.of(2_899, 'USD'), token: 't', level: 'HIGH', channel: 'web' } as const;
    const document = { object: 'charge', amount: 2_899, currency: 'usd', source: 't', level: 2 };
    expect(request.out(own)).toEqual(document);
    expect(request.in(document)).toEqual(own);
    expect(request.out({ ...own, dueAt: new Date(5_500) })).toMatchObject({ when: 5 });
    expect(request.oneWay).toEqual([]);
  });

  test('is refused when a rule has none, and every such rule is named', () => {
    const { message } = refusal('METES_TRANSLATOR_ONE_WAY', () => chargeV2.out(chargeV2.in(answerV2)));
    expect(message).toContain('status (`otherwise` forgets the foreign word)');
    const joined = translator(
      z.object({ a: z.string(), b: z.string(), c: z.enum(['x', 'y']), d: z.string() }),
      z.object({ ab: z.string(), bc: z.string(), c: z.string() }),
      {
        ab: from(['a', 'b'], (a: string, b: string) => a + b),
        bc: from(['b', 'a'], unitOf('joined', { in: (b: string, a: string) => b + a })),
        c: table('c', { x: 'same', y: 'same' }),
      },
    );
    expect(joined.oneWay).toEqual([
      { field: 'ab', reason: 'a function has no way back' },
      { field: 'bc', reason: 'the unit "joined" has no way back' },
      { field: 'c', reason: 'several foreign words become "same"' },
      { field: 'd', reason: 'it is dropped, and the foreign model requires it' },
    ]);
  });

  test('is refused for values that the other side has no words for', () => {
    const own = { total: Money.of(1, 'USD'), token: 't', level: 'MIDDLE' as never, channel: 'web' } as const;
    expect(refusal('METES_TRANSLATOR_BACK', () => request.out(own)).message).toContain(
      'MIDDLE is not a value of the table',
    );
    const twice = translator(z.object({ a: z.string() }), z.object({ one: z.string(), two: z.string() }), {
      one: from('a'),
      two: from('a', upperCase),
    });
    expect(twice.out({ one: 'x', two: 'X' })).toEqual({ a: 'x' });
    expect(refusal('METES_TRANSLATOR_BACK', () => twice.out({ one: 'x', two: 'Y' })).message).toContain(
      'another rule writes another value there',
    );
    refusal('METES_TRANSLATOR_DOCUMENT', () => request.out({ ...own, level: 'LOW', token: 7 as never }));
  });
});

describe('a declaration that the compiler did not see is refused with', () => {
  const foreign = z.object({
    status: z.enum(['a', 'b']),
    note: z.string().optional(),
    either: z.enum(['x', 'y']).optional(),
  });
  const own = z.object({ status: z.string() });
  const declare = (rules: object, side: z.ZodType = own) =>
    translator(foreign as never, side, rules as never);

  test.each([
    ['METES_TRANSLATOR_FOREIGN_UNKNOWN', { status: from('state') }, 'status, note'],
    ['METES_TRANSLATOR_FOREIGN_UNKNOWN', { status: from('status.inner') }, 'status, note'],
    ['METES_TRANSLATOR_OWN_UNKNOWN', { status: from('status'), extra: from('note') }, 'status'],
    ['METES_TRANSLATOR_OWN_MISSING', {}, 'status'],
    ['METES_TRANSLATOR_TABLE_PARTIAL', { status: table('status', { a: 'A' }) }, 'otherwise'],
    ['METES_TRANSLATOR_TABLE_PARTIAL', { status: table('note', { a: 'A' }) }, 'otherwise'],
    ['METES_TRANSLATOR_TABLE_PARTIAL', { status: table('either', { x: 'X', y: 'Y' }) }, 'otherwise'],
    ['METES_TRANSLATOR_TABLE_STRANGE', { status: table('status', { a: '1', b: '2', c: '3' }) }, 'a, b'],
    ['METES_TRANSLATOR_DROPPED', { status: from('status'), dropped: ['nothing'] }, 'nothing'],
    ['METES_TRANSLATOR_DROPPED', { status: from('status'), dropped: ['status'] }, 'status'],
    ['METES_TRANSLATOR_DROPPED', { status: from('status'), dropped: ['note', 'note'] }, 'note'],
  ] as const)('%s: %j', (code, rules, hint) => {
    expect(refusal(code, () => declare(rules)).hint).toContain(hint);
  });

  test.each([
    [table('status', { a: 'p', b: 'NOPE' }), '"NOPE"'],
    [table('status', { a: 'p' }, otherwise('none')), '"none"'],
    [table('status', { a: 1, b: 'q' }), '1'],
  ] as const)('a word that the own field cannot be: METES_TRANSLATOR_TABLE_UNFIT (%#)', (rule, strange) => {
    const words = z.object({ status: z.enum(['p', 'q']) });
    const { message, hint } = refusal('METES_TRANSLATOR_TABLE_UNFIT', () => declare({ status: rule }, words));
    expect(message).toContain(`gives ${strange}, which status cannot be`);
    expect(hint).toContain('status can be: "p", "q"');
  });

  test.each([
    z.enum(['p', 'q']).catch('q'),
    z.preprocess(() => 'p', z.enum(['p', 'q'])),
    z.coerce.boolean(),
    z.string(),
  ])('a word of which the own field makes another is let be (%#)', (status) => {
    const made = declare({ status: table('status', { a: 'p', b: 'other' }) }, z.object({ status }));
    expect(made.in({ status: 'b' })).toBeDefined();
  });

  test('an own field called `dropped` has a rule like any other', () => {
    const made = declare({ dropped: from('status') }, z.object({ dropped: z.string() }));
    expect(made.in({ status: 'a' })).toEqual({ dropped: 'a' });
  });

  test('a table is asked for words that its schema promised and did not keep', () => {
    const lax = translator(z.object({ n: z.string() }), z.object({ n: z.string() }), {
      n: { ...table('n', { a: 'A' }, otherwise('B')), otherwise: { own: 'B' } },
    });
    expect(lax.in({ n: 'q' })).toEqual({ n: 'B' });
  });
});

test('what does not hold together does not compile', () => {
  const closed = z.object({
    status: z.enum(['a', 'b']),
    text: z.string(),
    perhaps: z.string().optional(),
    inner: z.object({ name: z.string() }).nullable(),
  });
  const S = z.object({ s: z.enum(['A', 'B']) });
  const T = z.object({ t: z.string() });
  const declarations = [
    // @ts-expect-error -- the table does not say what "b" is
    () => translator(closed, S, { s: table('status', { a: 'A' }) }),
    // @ts-expect-error -- "C" is no word of ours
    () => translator(closed, S, { s: table('status', { a: 'A', b: 'C' }) }),
    // @ts-expect-error -- "status" never says "c"
    () => translator(closed, S, { s: table('status', { a: 'A', b: 'B', c: 'B' }) }),
    // @ts-expect-error -- an open text needs `otherwise`
    () => translator(closed, S, { s: table('text', { a: 'A' }) }),
    // @ts-expect-error -- what `otherwise` gives is no word of ours
    () => translator(closed, S, { s: table('text', { a: 'A' }, otherwise('C')) }),
    // @ts-expect-error -- there is no foreign field "stat"
    () => translator(closed, T, { t: from('stat') }),
    // @ts-expect-error -- there is no foreign field "inner.nam"
    () => translator(closed, T, { t: from('inner.nam') }),
    // @ts-expect-error -- "t" has no rule
    () => translator(closed, T, {}),
    // @ts-expect-error -- we have no field "x"
    () => translator(closed, T, { t: from('text'), x: from('text') }),
    // @ts-expect-error -- "perhaps" may be absent
    () => translator(closed, T, { t: from('perhaps') }),
    // @ts-expect-error -- what is in "inner" may be absent
    () => translator(closed, T, { t: from('inner.name') }),
    // @ts-expect-error -- a text is no number of seconds
    () => translator(closed, z.object({ t: z.date() }), { t: from('text', unixSeconds) }),
    // @ts-expect-error -- a moment is no text
    () => translator(z.object({ n: z.number() }), T, { t: from('n', unixSeconds) }),
    // @ts-expect-error -- the function takes a number
    () => translator(closed, T, { t: from(['text', 'status'], (a: string, b: number) => `${a}${b}`) }),
    // @ts-expect-error -- a constant of another type
    () => translator(closed, T, { t: constant(1) }),
    // @ts-expect-error -- nothing of that name can be dropped
    () => translator(closed, T, { t: from('text'), dropped: ['texts'] }),
    // @ts-expect-error -- a rule is made by from, table or constant
    () => translator(closed, T, { t: 'text' }),
  ];
  expect(declarations).toHaveLength(17);
  translator(closed, z.object({ t: z.string().optional(), u: z.date().optional() }), {
    t: from('inner.name', lowerCase),
    u: from('perhaps', isoInstant),
  });
});
