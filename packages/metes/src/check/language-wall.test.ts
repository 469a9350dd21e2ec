import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { context } from '../model/context.ts';
import { contextMap } from '../model/context-map.ts';
import { plantedWords } from './planted-words-under-test.ts';
import { ordering, reviews, sampleMap } from './sample-under-test.ts';
import { SystemUnderTest } from './system-under-test.ts';

let system: SystemUnderTest;
beforeAll(async () => {
  system = await SystemUnderTest.make();
});
afterAll(() => system.remove());

describe('a planted breach of the language is caught', () => {
  test.each(plantedWords)('$name', ({ edit, code, says, at }) => {
    const found = system.findings(edit).filter((each) => each.code === code);
    expect(found.map(({ message, hint }) => `${message} ${hint}`).join('\n')).toContain(says);
    if (at !== undefined) expect(found.map(({ where }) => `${where.file}:${where.line}`)).toContain(at);
  });
});

describe("words that are nobody else's are left alone", () => {
  test.each([
    ['the ruled out word of another context', 'contexts/inventory/domain/a.ts', 'export class Purchase {}'],
    ['a word around it', 'contexts/ordering/domain/a.ts', 'export const repurchased = 1;'],
    [
      'a ruled out word that somebody else gave',
      'contexts/ordering/application/a.ts',
      'export const f = ({ purchase }) => purchase.id;',
    ],
    ['an adapter', 'contexts/ordering/infrastructure/a.ts', 'export const purchase = 1;'],
    ['a test', 'contexts/ordering/domain/a.test.ts', 'export const purchase = 1;'],
    [
      'a foreign word in its layer',
      'contexts/payments/infrastructure/acl/a.ts',
      'export const charge_id = 1;',
    ],
    [
      'a short handler',
      'contexts/ordering/application/a.ts',
      'export function place() {\n  // a comment\n\n  return 1;\n}',
    ],
    ['a long aggregate', 'contexts/ordering/domain/a.ts', `export function f() {\n${'f();\n'.repeat(80)}}`],
  ])('%s', (_name, path, text) => {
    expect(system.findings({ [path]: text })).toEqual([]);
  });
});

describe('the glossary', () => {
  const without = (...terms: readonly string[]) => {
    const language = Object.fromEntries(
      Object.entries(ordering.language).filter(([term]) => !terms.includes(term)),
    );
    const map = contextMap('sample', context('ordering', { ...ordering, language }));
    return system.findings({}, { map }).filter(({ code }) => /WORD|LANGUAGE/.test(code));
  };

  test('has a word for every aggregate, event and contract', () => {
    const found = without('Order Paid', 'Order Placed');
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      ['METES_CHECK_WORD_MISSING', 'The event OrderPaid of ordering is no word of its glossary.'],
      ['METES_CHECK_WORD_MISSING', 'The contract order-placed of ordering is no word of its glossary.'],
      ['METES_CHECK_WORD_MISSING', 'The contract order-paid of ordering is no word of its glossary.'],
    ]);
    expect(found[0]).toMatchObject({
      severity: 'warning',
      hint: expect.stringContaining('"Order Paid": "..."'),
    });
  });

  test('has a word for every command', () => {
    const inventory = sampleMap().contexts.find(({ name }) => name === 'inventory')!;
    const language = { ...inventory.language };
    delete language['Reserve Stock'];
    const map = contextMap('sample', context('inventory', { ...inventory, language, policies: [] }));
    expect(system.findings({}, { map }).map(({ message }) => message)).toContain(
      'The command ReserveStock of inventory is no word of its glossary.',
    );
  });

  test('is missed where there is none', () => {
    const map = contextMap('sample', context('reviews', { ...reviews, language: {} }));
    const found = system.findings({}, { map }).filter(({ code }) => code === 'METES_CHECK_LANGUAGE_EMPTY');
    expect(found).toMatchObject([{ severity: 'warning', where: { context: 'reviews' } }]);
  });
});
