import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isMetesError } from '../../base/errors.ts';
import { Money } from '../../domain/money.ts';
import { translator } from '../translator.ts';
import { foreignModel } from './foreign-model.ts';
import { each, part } from './nested.ts';
import { renameTest } from './rename-test.ts';
import { constant, from, otherwise, table } from './rule.ts';
import { analyseTranslation } from './translation-analysis.ts';
import { minorUnits } from './units.ts';

const itemOfTheirs = z.object({
  item_sku: z.string(),
  unit_price: z.int().nonnegative(),
  cur: z.enum(['EUR', 'JPY']),
});
const placeOfTheirs = z.object({ zip_code: z.string(), town: z.string() });
const bill = foreignModel('bill', {
  '1': z.object({ bill_no: z.string(), rows: z.array(itemOfTheirs), ship_to: placeOfTheirs.optional() }),
})['1'];

const line = translator(itemOfTheirs, z.object({ product: z.string(), price: Money.schema() }), {
  product: from('item_sku'),
  price: from(['unit_price', 'cur'], minorUnits()),
});
const place = translator(placeOfTheirs, z.object({ zipCode: z.string(), city: z.string() }), {
  zipCode: from('zip_code'),
  city: from('town'),
});
const Invoice = z.object({
  number: z.string(),
  lines: z.array(z.object({ product: z.string(), price: Money.schema() })),
  address: z.object({ zipCode: z.string(), city: z.string() }).optional(),
});
const invoice = translator(bill, Invoice, {
  number: from('bill_no'),
  lines: from('rows', each(line)),
  address: from('ship_to', part(place)),
});
const document = {
  bill_no: '7',
  rows: [
    { item_sku: 'a', unit_price: 250, cur: 'EUR' },
    { item_sku: 'b', unit_price: 3, cur: 'JPY' },
  ],
  ship_to: { zip_code: '10115', town: 'Berlin' },
};

describe('a document inside a document', () => {
  test('has a translator of its own, alone or in a list, there and back', () => {
    const own = {
      number: '7',
      lines: [
        { product: 'a', price: Money.of(250, 'EUR') },
        { product: 'b', price: Money.of(3, 'JPY') },
      ],
      address: { zipCode: '10115', city: 'Berlin' },
    };
    expect(invoice.in(document)).toEqual(own);
    expect(invoice.out(own)).toEqual(document);
    expect(invoice.in({ bill_no: '7', rows: [] })).toEqual({ number: '7', lines: [] });
  });

  test('that cannot be translated is named through both', () => {
    const strict = translator(itemOfTheirs, z.object({ product: z.string().max(1) }), {
      product: from('item_sku'),
    });
    const outer = translator(bill, z.object({ lines: z.array(z.object({ product: z.string() })) }), {
      lines: from('rows', each(strict)),
    });
    let thrown: unknown;
    try {
      outer.in({ ...document, rows: [{ ...document.rows[0], item_sku: 'too long' }] });
    } catch (error) {
      thrown = error;
    }
    expect(isMetesError(thrown, 'METES_TRANSLATOR_VALUE')).toBe(true);
    expect(String(thrown)).toMatch(/lines cannot be made of rows: .*product cannot be made of item_sku/);
    expect(outer.oneWay.map(({ reason }) => reason)).toContain(
      'the unit "each foreign model to own model" has no way back',
    );
  });

  test('is part of the analysis and of the rename test', () => {
    const { fields } = analyseTranslation(invoice.versions[0]!);
    expect(fields.map(({ own, change, why }) => [own, change, why])).toEqual([
      ['number', 'renamed', 'another word'],
      ['lines', 'restructured', 'by each foreign model to own model'],
      ['address', 'restructured', 'by foreign model to own model'],
    ]);
    const { names } = renameTest({ translators: invoice.versions, files: [], isInside: () => false });
    expect(names.map(({ name }) => name)).toEqual(['bill_no', 'item_sku', 'ship_to', 'unit_price']);
  });
});

describe('schemas of all kinds', () => {
  test('may have true and false, defaults, anything, and several forms', () => {
    const theirs = z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('card'),
        last4: z.string(),
        live: z.boolean(),
        extra: z.any(),
        level: z.int().default(1),
      }),
      z.object({
        kind: z.literal('bank'),
        iban: z.string(),
        live: z.boolean(),
        extra: z.any(),
        level: z.int().default(1),
      }),
    ]);
    const ours = z.discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('CARD'),
        digits: z.string(),
        mode: z.string(),
        more: z.unknown(),
        level: z.int(),
      }),
      z.strictObject({
        type: z.literal('BANK'),
        account: z.string(),
        mode: z.string(),
        more: z.unknown(),
        level: z.int(),
      }),
    ]);
    const means = translator(theirs, ours, {
      type: table('kind', { card: 'CARD', bank: 'BANK' }),
      digits: from('last4'),
      account: from('iban'),
      mode: table('live', { true: 'LIVE', false: 'TEST' }),
      more: from('extra'),
      level: from('level'),
    });
    const card = { kind: 'card', last4: '4242', live: false, extra: { a: 1 }, level: 2 } as const;
    expect(means.in(card)).toEqual({ type: 'CARD', digits: '4242', mode: 'TEST', more: { a: 1 }, level: 2 });
    expect(means.out(means.in(card))).toEqual(card);
    expect(means.in({ kind: 'bank', iban: 'DE1', live: true, extra: null })).toMatchObject({
      type: 'BANK',
      account: 'DE1',
      level: 1,
    });
    expect(means.oneWay).toEqual([]);
  });

  test('that JSON Schema cannot describe are refused with a code', () => {
    const odd = z.object({ a: z.string() });
    Object.defineProperty(odd._zod, 'processJSONSchema', {
      value: () => {
        throw new RangeError('not this one');
      },
    });
    let thrown: unknown;
    try {
      translator(odd, z.object({ a: z.string() }), { a: from('a') });
    } catch (error) {
      thrown = error;
    }
    expect(isMetesError(thrown, 'METES_SCHEMA_NO_JSON')).toBe(true);
  });

  test('may fill in what a writer leaves out, so that dropping it does not keep from writing', () => {
    const theirs = z.object({ name: z.string(), mode: z.enum(['a', 'b']).default('a') });
    const named = translator(theirs, z.object({ name: z.string(), source: z.string() }), {
      name: from('name'),
      source: constant('theirs'),
    });
    expect(named.out({ name: 'x', source: 'theirs' })).toEqual({ name: 'x' });
    const mode = translator(theirs, z.object({ mode: z.string() }), {
      mode: table('mode', { a: 'A', b: 'B' }),
    });
    expect(mode.in({ name: 'x' })).toEqual({ mode: 'A' });
    const open = translator(theirs, z.object({ mode: z.string() }), {
      mode: table('mode', { a: 'A' }, otherwise('?')),
    });
    expect(open.in({ name: 'x', mode: 'b' })).toEqual({ mode: '?' });
  });
});
