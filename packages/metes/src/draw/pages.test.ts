import { describe, expect, it } from 'vitest';
import { codeOwners, codeOwnersMarks } from './codeowners.ts';
import { generatedMap } from './generated-maps-under-test.ts';
import { markdownTable, plain } from './markdown-text.ts';
import type { MapPicture } from './map-picture.ts';
import { mermaid } from './mermaid.ts';
import { pagesOf } from './pages.ts';

const base = generatedMap(1, 5, 0);
const map: MapPicture = {
  ...base,
  contexts: base.contexts.map((each) => ({
    ...each,
    ...(each.name === 'ordering' && {
      purpose: 'Takes orders | sees <them> through',
      language: { Order: 'A promise' },
      notSaid: { Order: ['purchase', 'deal'] },
      experts: ['head of sales', 'customer support'],
      history: [{ class: 'supporting' as const, until: '2025-01-31', because: 'It sets us apart now' }],
      aggregates: [{ name: 'Order', events: ['OrderSubmitted'] }],
      commands: [{ name: 'PlaceOrder', aggregate: 'Order' }],
      publishes: [
        {
          contract: 'ordering.order-placed',
          version: 2,
          event: 'OrderSubmitted',
          older: [{ version: 1, until: '2027-03-01' }],
          guarantee: 'atomic within the aggregate, everywhere within 5s',
        },
      ],
      guarantees: ['Order: atomic'],
      owns: ['aggregate Order'],
    }),
    ...(each.name === 'inventory' && {
      language: { Order: 'A reason | to set aside', Shelf: 'A place' },
      hears: [{ contract: 'ordering.order-placed', then: ['reserve stock when an order is placed'] }],
    }),
  })),
  outsides: [{ name: 'payment provider', owner: 'PayCo', purpose: 'Moves the money' }],
  relations: [
    {
      kind: 'upstream',
      upstream: 'ordering',
      downstream: 'inventory',
      host: ['openHost', 'publishedLanguage'],
      guest: 'antiCorruption',
      exposes: ['ordering.order-placed'],
      through: ['stock desk'],
      differs: [{ term: 'Order', upstream: 'a promise', downstream: 'a reason to set goods aside' }],
      because: 'Ordering was there first',
    },
    {
      kind: 'sharedKernel',
      upstream: 'cart',
      downstream: 'payments',
      host: [],
      exposes: [],
      through: [],
      differs: [],
      kernel: {
        name: 'money',
        owner: 'Payments',
        version: '1.2.0',
        budget: 300,
        path: 'kernel/money',
        contents: ['Money'],
      },
    },
    {
      kind: 'partnership',
      upstream: 'cart',
      downstream: 'ordering',
      host: [],
      exposes: [],
      through: [],
      differs: [],
    },
    {
      kind: 'separateWays',
      upstream: 'cart',
      downstream: 'shipping',
      host: [],
      exposes: [],
      through: [],
      differs: [],
    },
  ],
};

describe('the pages of a map', () => {
  const pages = pagesOf(map);

  it('are an index and one for each context', () => {
    expect([...pages.keys()]).toEqual(['README.md', ...map.contexts.map((each) => `${each.name}.md`)]);
    for (const page of pages.values()) expect(page).toMatch(/^<!-- written by metes map -->\n# /);
  });

  it('tell everything that others have to know of a context', () => {
    const page = pages.get('ordering.md')!;
    for (const told of [
      'Takes orders \\| sees &lt;them&gt; through',
      '- Class: **core** subdomain, built, reviewed on 2026-09-01',
      '- Was supporting until 2025-01-31: It sets us apart now',
      '- Asked: head of sales, customer support',
      '| **Order** | A promise | purchase, deal |',
      '| `Order` | `PlaceOrder` | `OrderSubmitted` |',
      '| `ordering.order-placed` | 2, 1 until 2027-03-01 | `OrderSubmitted` | [inventory](inventory.md) | atomic within the aggregate, everywhere within 5s |',
      '- `ordering [U,OHS,PL] -> [D,ACL] inventory`: upstream-downstream; called through `stock desk`; Ordering was there first',
      '  - **Order** is "a promise" for ordering, "a reason to set goods aside" for inventory',
      '- `cart [P] <-> [P] ordering`: partnership',
      '- Order: atomic',
      '- aggregate Order',
    ])
      expect(page).toContain(told);
  });

  it('tell what is heard, from whom, and what follows', () => {
    expect(pages.get('inventory.md')).toContain(
      '| `ordering.order-placed` | [ordering](ordering.md) | reserve stock when an order is placed |',
    );
    expect(pages.get('cart.md')).toContain(
      '- `cart [SK] <-> [SK] payments`: shared kernel; the kernel is **money** 1.2.0 in `kernel/money`, owned by Payments',
    );
  });

  it('begin with an index that draws the map and leads to each of them', () => {
    const index = pages.get('README.md')!;
    expect(index).toContain('```mermaid\nflowchart LR\n');
    expect(index).toContain('| [ordering](ordering.md) | core |');
    expect(index).toContain('| payment provider | PayCo | Moves the money |');
    expect(index).toContain(
      '| **Order** | [ordering](ordering.md) | A promise |\n|  | [inventory](inventory.md) | A reason \\| to set aside |',
    );
    expect(index).not.toContain('**Shelf**');
    expect(pages.get('cart.md')).toContain('- Asked: nobody');
    expect(index).toContain('| `cart || shipping` | separate ways |'.replace('||', String.raw`\|\|`));
  });
});

describe('Mermaid', () => {
  it('draws every kind of relation with its marks', () => {
    const text = mermaid(map);
    expect(text).toContain('c0 -- "U OHS PL / D ACL<br/>ordering.order-placed<br/>by stock desk" --> c1');
    expect(text).toContain('c3 <-- "SK money 1.2.0" --> c2');
    expect(text).toContain('c3 <-- "P" --> c0');
    expect(text).toContain('c3 -. "SW" .- c4');
    expect(text).toContain('c5[/"payment provider<br/><small>outside</small>"/]:::outside');
  });

  it('cannot be broken by the words of a map', () => {
    const odd = { ...map, contexts: map.contexts.map((each) => ({ ...each, team: '"R&D" <x>\n] #1' })) };
    expect(mermaid(odd)).toContain('core, #quot;R&amp;D#quot; &lt;x&gt; ] #35;1</small>');
  });
});

describe('a CODEOWNERS file', () => {
  const owners = [
    { path: 'shop/contexts/cart/', handles: ['@shop/storefront'] },
    { path: 'shop/my kernel', handles: ['@shop/payments', 'pay@example.org'] },
  ];

  it('names who reviews what, from the root of the repository', () => {
    expect(codeOwners(owners).split('\n')).toEqual([
      codeOwnersMarks.split('\n')[0],
      '/shop/contexts/cart/  @shop/storefront',
      String.raw`/shop/my\ kernel      @shop/payments pay@example.org`,
      '# metes map: end',
      '',
    ]);
  });

  it('keeps the lines around its block, however often it is written', () => {
    const now = `* @everybody\n${codeOwnersMarks}/docs @writers\n`;
    const once = codeOwners(owners, now);
    expect(once).toMatch(/^\* @everybody\n# metes map: begin/);
    expect(once).toMatch(/# metes map: end\n\/docs @writers\n$/);
    expect(codeOwners(owners, once)).toBe(once);
  });
});

describe('Markdown', () => {
  it('takes no text for markup', () => {
    expect(plain('a|b *c* [d](e)\n<script>')).toBe(String.raw`a\|b \*c\* \[d\](e) &lt;script&gt;`);
    expect(['# a', '- a', '+ a', '===', '12. a', '3) a', '~~~ a'].map(plain)).toEqual([
      '\\# a',
      '\\- a',
      '\\+ a',
      '\\===',
      '12\\. a',
      '3\\) a',
      '\\~\\~\\~ a',
    ]);
    expect(['1.5 s', 'a - b', 'C#'].map(plain)).toEqual(['1.5 s', 'a - b', 'C#']);
    expect(markdownTable(['a'], [])).toBe('None.\n');
  });
});
