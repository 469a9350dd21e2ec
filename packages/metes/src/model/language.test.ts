import { describe, expect, it } from 'vitest';
import { context, type ContextDeclaration, core, expertsOf, generic, sharedWords } from './index.ts';
import { atomic, eventual, guaranteeText, supporting } from './index.ts';

const made = (name: string, more: Partial<ContextDeclaration> = {}) =>
  context(name, {
    purpose: 'Speaks',
    subdomain: supporting({ reviewed: '2026-09-01' }),
    team: 'Speakers',
    aggregates: [],
    handlers: [],
    ...more,
  });

describe('a language', () => {
  const cart = made('cart', {
    experts: ['Ada'],
    language: {
      Order: 'What a cart leads to.',
      Item: { meaning: 'One thing in a cart.', experts: ['Grace', 'Ada'], not: ['Line'] },
    },
  });

  it('has each term in full, whether it was written as a sentence or at length', () => {
    expect(cart.language).toStrictEqual({
      Order: { meaning: 'What a cart leads to.', experts: [], not: [] },
      Item: { meaning: 'One thing in a cart.', experts: ['Grace', 'Ada'], not: ['Line'] },
    });
    expect(expertsOf(cart)).toStrictEqual(['Ada', 'Grace']);
  });

  it('shows side by side what a word means where it is said', () => {
    const ordering = made('ordering', { language: { order: 'A promise.', Draft: 'Not yet binding.' } });
    expect(sharedWords([cart, ordering])).toStrictEqual([
      {
        term: 'Order',
        meanings: [
          { context: 'cart', meaning: 'What a cart leads to.' },
          { context: 'ordering', meaning: 'A promise.' },
        ],
      },
    ]);
  });

  it('has each word once, whatever its capitals: METES_MODEL_DUPLICATE', () => {
    expect(() =>
      made('cart', { language: { Order: 'What a cart leads to.', order: 'A sequence.' } }),
    ).toThrow('METES_MODEL_DUPLICATE: cart declares the term "order" twice.');
  });

  it('has no word that it does not use: METES_MODEL_TERM_FORBIDDEN', () => {
    const language = { Item: { meaning: 'One thing.', not: ['line'] }, Line: 'One thing.' };
    expect(() => made('cart', { language })).toThrow(
      'METES_MODEL_TERM_FORBIDDEN: The language of cart has the word "line" and says under "Item" that it is not used.',
    );
  });
});

describe('a subdomain', () => {
  it('is built unless it is generic, which is bought and small', () => {
    const reviewed = '2026-09-01';
    expect(core({ reviewed, owner: 'Search' })).toStrictEqual({
      class: 'core',
      implementation: 'built',
      history: [],
      reviewed,
      owner: 'Search',
    });
    expect([generic({ reviewed }).implementation, generic({ reviewed }).budget]).toStrictEqual([
      'bought',
      1_000,
    ]);
    expect(generic({ reviewed, implementation: 'built', budget: 50 }).budget).toBe(50);
  });

  it('remembers what it was', () => {
    const history = [
      { class: 'generic', until: '2020-01-01', because: 'we outgrew what could be bought' },
      { class: 'supporting', until: '2024-03-01', because: 'it sets us apart now' },
    ] as const;
    expect(
      made('streaming', { subdomain: core({ reviewed: '2026-09-01', history }) }).subdomain.history,
    ).toBe(history);
  });

  it.each([
    [[{ class: 'core', until: '2024-03-01' }], 'the class that it has'],
    [[{ class: 'generic', until: '2027-03-01' }], 'a day after the review'],
    [[{ class: 'generic', until: 'last year' }], 'no day'],
    [
      [
        { class: 'generic', until: '2024-03-01' },
        { class: 'supporting', until: '2023-03-01' },
      ],
      'days out of order',
    ],
    [
      [
        { class: 'generic', until: '2022-03-01' },
        { class: 'generic', until: '2023-03-01' },
      ],
      'one class twice',
    ],
  ] as const)('refuses a past like %j, %s: METES_MODEL_SUBDOMAIN_HISTORY', (past, _fault) => {
    const history = past.map((each) => ({ ...each, because: 'who knows' }));
    expect(() => made('streaming', { subdomain: core({ reviewed: '2026-09-01', history }) })).toThrow(
      'METES_MODEL_SUBDOMAIN_HISTORY',
    );
  });
});

describe('a guarantee', () => {
  it('says how consistent what is published is', () => {
    expect(guaranteeText(atomic())).toBe('atomic within the aggregate');
    expect(guaranteeText(eventual('5s'))).toBe('atomic within the aggregate, everywhere within 5s');
  });

  it('has a bound that is a length of time: METES_DURATION_INVALID', () => {
    expect(() => eventual('1.5s')).toThrow('METES_DURATION_INVALID');
  });

  it('has a bound that can be kept: METES_ARGUMENT_INVALID', () => {
    for (const none of ['0s', '0ms', '000d'] as const)
      expect(() => eventual(none)).toThrow(/^METES_ARGUMENT_INVALID.*above zero/);
  });
});
