import { describe, expect, test } from 'vitest';
import { shop } from '../map.ts';

/** `OrderSubmitted` and `ordering.order-submitted` are both said "order submitted". */
const said = (name: string): string =>
  name
    .replace(/^[a-z-]+\./, '')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();

describe.each(shop.contexts.map((context) => [context.name, context] as const))(
  'the language of %s',
  (_, context) => {
    const terms = new Set(Object.keys(context.language).map((term) => term.toLowerCase()));

    test.each([
      ['aggregate', context.aggregates.map(({ type }) => type)],
      ['event', context.aggregates.flatMap(({ events }) => [...events.keys()])],
      ['command', context.handlers.map(({ command }) => command.type)],
      ['published event', context.publishes.map(({ contract }) => contract.contract)],
    ])('has a word for every %s', (_kind, names) => {
      expect(names.filter((name) => !terms.has(said(name)))).toEqual([]);
    });

    test('explains each word in a sentence', () => {
      const unsaid = Object.entries(context.language).filter(
        ([, { meaning }]) => !/^[A-Z][^]{10,}\.$/.test(meaning),
      );
      expect(unsaid).toEqual([]);
    });
  },
);

test.each(['Order', 'Customer', 'Product'])(
  '"%s" means something else in every context that says it',
  (word) => {
    const meanings = shop.contexts
      .map(({ language }) => language[word]?.meaning)
      .filter((meaning) => meaning !== undefined);
    expect(meanings.length).toBeGreaterThan(2);
    expect(new Set(meanings).size).toBe(meanings.length);
  },
);

test('the inside says "order submitted" and the outside "order placed", and both are explained', () => {
  const ordering = shop.contexts.find(({ name }) => name === 'ordering');
  const publication = ordering?.publishes.find(
    ({ contract }) => contract.contract === 'ordering.order-placed',
  );
  expect(publication?.event.type).toBe('OrderSubmitted');
  expect(ordering?.language['Order Submitted']?.meaning).toContain('order placed');
  expect(ordering?.language['Order Placed']).toBeDefined();
});
