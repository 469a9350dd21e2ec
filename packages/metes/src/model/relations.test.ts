import { describe, expect, it } from 'vitest';
import { chargeV2 } from './translator-under-test.ts';
import { acl, conformist, contextMap, isOutside, isSymmetric, outside, partnership } from './index.ts';
import {
  separateWays,
  sharedKernel,
  supporting,
  upstream,
  context,
  customerSupplier,
  port,
} from './index.ts';

const plain = (name: string) =>
  context(name, {
    purpose: 'Stands at an end of a relation',
    subdomain: supporting({ reviewed: '2026-09-01' }),
    team: 'Ends',
    aggregates: [],
    handlers: [],
  });
const [one, other] = [plain('one'), plain('other')];
const vendor = outside('vendor', { owner: 'Vendor Inc.', purpose: 'Does what we do not' });

describe('a relation', () => {
  it('says everything about itself, whatever was left out', () => {
    expect(upstream(one, other)).toStrictEqual({
      kind: 'upstream',
      upstream: one,
      downstream: other,
      host: [],
      translators: [],
      exposes: [],
      through: [],
      differs: [],
    });
  });

  it('has a model that leads, or none', () => {
    const kernel = {
      name: 'money',
      owner: 'Ends',
      version: '1.0.0',
      budget: 100,
      path: 'kernel',
      contents: [],
    };
    expect([
      isSymmetric(partnership(one, other)),
      isSymmetric(sharedKernel(one, other, { kernel })),
      isSymmetric(separateWays(one, other, { because: 'They never meet' })),
      isSymmetric(customerSupplier(one, other, { exposes: [] })),
      isSymmetric(upstream(one, other)),
    ]).toStrictEqual([true, true, true, false, false]);
    expect(sharedKernel(one, other, { kernel }).kernel).toBe(kernel);
  });

  it('is taken as it is, or translated', () => {
    const gateway = port<object>()('gateway');
    expect(upstream(vendor, other, { downstream: conformist() }).guest).toBe('conformist');
    const translated = upstream(vendor, other, {
      host: ['openHost', 'publishedLanguage'],
      downstream: acl(chargeV2),
      through: [gateway],
    });
    expect([translated.guest, translated.translators, translated.through, translated.host]).toStrictEqual([
      'antiCorruption',
      [chargeV2],
      [gateway],
      ['openHost', 'publishedLanguage'],
    ]);
  });
});

describe('a map with systems that are not ours', () => {
  it('keeps them apart from the contexts, which alone are run', () => {
    const map = contextMap('m', upstream(vendor, one), other);
    expect(map.contexts).toStrictEqual([other, one]);
    expect(map.outsides).toStrictEqual([vendor]);
    expect([isOutside(vendor), isOutside(one)]).toStrictEqual([true, false]);
  });

  it('gives no two of them one name: METES_MODEL_DUPLICATE', () => {
    expect(() => contextMap('m', upstream(outside('one'), one))).toThrow('METES_MODEL_DUPLICATE');
  });
});
