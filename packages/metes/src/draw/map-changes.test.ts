import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatedMap } from './generated-maps-under-test.ts';
import { mapChanges } from './map-changes.ts';
import type { ContextPicture, MapPicture, RelationPicture } from './map-picture.ts';
import { emptyContext, isSnapshot, readSnapshot, snapshotText } from './map-snapshot.ts';

const context = (name: string, more: Partial<ContextPicture> = {}): ContextPicture => ({
  ...emptyContext,
  name,
  purpose: `Looks after ${name}`,
  class: 'supporting',
  implementation: 'built',
  reviewed: '2026-09-01',
  team: 'Checkout',
  ...more,
});
const relation = (more: Partial<RelationPicture> = {}): RelationPicture => ({
  kind: 'customerSupplier',
  upstream: 'cart',
  downstream: 'ordering',
  host: [],
  exposes: [],
  through: [],
  differs: [],
  ...more,
});
const map = (more: Partial<MapPicture> = {}): MapPicture => ({
  name: 'shop',
  contexts: [context('cart'), context('ordering')],
  outsides: [],
  relations: [relation()],
  ...more,
});
const told = (before: Partial<MapPicture>, after: Partial<MapPicture>) =>
  mapChanges(map(before), map(after)).map((each) => each.text);
const inOrdering = (before: Partial<ContextPicture>, after: Partial<ContextPicture>) =>
  told(
    { contexts: [context('cart'), context('ordering', before)] },
    { contexts: [context('cart'), context('ordering', after)] },
  );
const between = (before: Partial<RelationPicture>, after: Partial<RelationPicture>) =>
  told({ relations: [relation(before)] }, { relations: [relation(after)] });

describe('what has changed in a map', () => {
  it('is nothing between a map and itself, saved and read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(1000), (size, seed) => {
        const one = generatedMap(seed, size);
        expect(mapChanges(readSnapshot(snapshotText(one), 'here'), one)).toEqual([]);
      }),
    );
  });

  it('tells of contexts that are new, gone or renamed', () => {
    const words = { language: { Order: 'A promise', Customer: 'Whoever ordered' } };
    expect(
      told({}, { contexts: [context('cart'), context('ordering'), context('loyalty', { class: 'core' })] }),
    ).toEqual(['There is a new context "loyalty" (core, team Checkout): Looks after loyalty']);
    expect(told({ contexts: [context('cart'), context('ordering'), context('loyalty')] }, {})).toEqual([
      'The context "loyalty" of team Checkout is gone.',
    ]);
    expect(
      told(
        {
          contexts: [
            context('cart', { hears: [{ contract: 'orders.order-placed', then: [] }] }),
            context('orders', {
              ...words,
              publishes: [{ contract: 'orders.order-placed', version: 1, event: 'E', older: [] }],
            }),
          ],
          relations: [relation({ downstream: 'orders', exposes: ['orders.order-placed'] })],
        },
        {
          contexts: [
            context('cart', { hears: [{ contract: 'ordering.order-placed', then: [] }] }),
            context('ordering', {
              ...words,
              purpose: 'Takes orders',
              publishes: [{ contract: 'ordering.order-placed', version: 1, event: 'E', older: [] }],
            }),
          ],
          relations: [relation({ exposes: ['ordering.order-placed'] })],
        },
      ),
    ).toEqual([
      '"orders" is now called "ordering".',
      'The purpose of "ordering" is now: Takes orders (It was: Looks after orders)',
    ]);
  });

  it('does not take two contexts with nothing in common for one that was renamed', () => {
    expect(
      told(
        { contexts: [context('cart'), context('ordering'), context('a')] },
        { contexts: [context('cart'), context('ordering'), context('b')] },
      ),
    ).toHaveLength(2);
  });

  it('tells of class, team and purpose', () => {
    const history = [{ class: 'supporting' as const, until: '2026-10-01', because: 'It sets us apart' }];
    expect(inOrdering({}, { class: 'core', history, team: 'Orders' })).toEqual([
      '"ordering" is now a core subdomain; it was supporting. Why: It sets us apart',
      '"ordering" has moved from team Checkout to team Orders.',
    ]);
    expect(inOrdering({}, { reviewed: '2026-10-01' })).toEqual([
      'The class of "ordering" was reviewed on 2026-10-01 and stays supporting.',
    ]);
    expect(inOrdering({}, { implementation: 'bought' })).toEqual(['"ordering" is now bought; it was built.']);
  });

  it('tells of words that are new, gone, or mean something else', () => {
    expect(
      inOrdering(
        { language: { Order: 'A wish', Draft: 'Not yet sent' } },
        { language: { Order: 'A promise', Paid: 'Secured' } },
      ),
    ).toEqual([
      'In "ordering" the word "Order" now means: A promise (It meant: A wish)',
      'In "ordering" there is a new word, "Paid": Secured',
      'In "ordering" the word "Draft" is no longer used.',
    ]);
  });

  it('tells of words that are ruled out, and of those who were asked', () => {
    expect(
      inOrdering(
        { experts: ['Ada', 'Ben'], notSaid: { Order: ['Purchase', 'Deal'], Paid: ['Settled'] } },
        { experts: ['Ben', 'Cem'], notSaid: { Order: ['Deal', 'Basket'] } },
      ),
    ).toEqual([
      'Cem is now asked about "ordering".',
      'Ada is no longer asked about "ordering".',
      'In "ordering" it is now wrong to say "Basket" for "Order".',
      'In "ordering" it is no longer wrong to say "Purchase" for "Order".',
      'In "ordering" it is no longer wrong to say "Settled" for "Paid".',
    ]);
  });

  it('tells of what a context does, publishes, promises and listens to', () => {
    const published = { contract: 'ordering.order-placed', version: 1, event: 'OrderSubmitted', older: [] };
    expect(
      inOrdering(
        { publishes: [published] },
        {
          aggregates: [{ name: 'Order', events: [] }],
          commands: [{ name: 'CancelOrder', aggregate: 'Order' }],
          publishes: [
            { ...published, version: 2, guarantee: 'everywhere within 5s' },
            { ...published, contract: 'ordering.order-paid' },
          ],
          hears: [{ contract: 'cart.cart-checked-out', then: [] }],
        },
      ),
    ).toEqual([
      '"ordering" now looks after Order.',
      '"ordering" can now be asked to: cancel order.',
      '"ordering" now publishes ordering.order-paid.',
      'ordering.order-placed is now at version 2; it was at 1.',
      'The promise on ordering.order-placed is now: everywhere within 5s. It was: none.',
      '"ordering" now listens to cart.cart-checked-out.',
    ]);
  });

  it('tells of relations that are new, gone or of another kind, and whose model leads', () => {
    expect(
      told(
        { relations: [] },
        { relations: [relation({ exposes: ['cart.cart-checked-out'], because: 'They sell' })] },
      ),
    ).toEqual([
      'New: "ordering" is the customer of "cart". Why: They sell',
      'cart.cart-checked-out is now exposed to "ordering".',
    ]);
    expect(told({}, { relations: [] })).toEqual(['No longer: "ordering" is the customer of "cart".']);
    expect(between({}, { kind: 'partnership' })).toEqual([
      'Now: "cart" and "ordering" are partners. Before: "ordering" is the customer of "cart".',
    ]);
    expect(between({}, { upstream: 'ordering', downstream: 'cart' })).toEqual([
      'Now: "cart" is the customer of "ordering". Before: "ordering" is the customer of "cart".',
    ]);
    expect(
      between(
        { kind: 'upstream', guest: 'conformist' },
        { kind: 'upstream', guest: 'antiCorruption', host: ['openHost', 'publishedLanguage'] },
      ),
    ).toEqual([
      'Now: "ordering" follows the model of "cart", which offers an interface open to everybody and a published language; "ordering" translates it into its own words. ' +
        'Before: "ordering" follows the model of "cart"; "ordering" takes it as it is.',
    ]);
    expect(
      between({ kind: 'separateWays' }, { kind: 'separateWays', upstream: 'ordering', downstream: 'cart' }),
    ).toEqual([]);
  });

  it('tells of contracts that are exposed or no longer exposed, and to whom', () => {
    expect(
      between({ exposes: ['cart.abandoned'] }, { exposes: ['ordering.order-placed'], through: ['desk'] }),
    ).toEqual([
      'ordering.order-placed is now exposed to "cart".',
      'cart.abandoned is no longer exposed to "ordering".',
      '"cart" and "ordering" now call each other through "desk".',
    ]);
  });

  it('tells kernels and what stands beside them apart', () => {
    const kernel = (name: string) =>
      relation({
        kind: 'sharedKernel',
        kernel: { name, owner: 'Payments', version: '1.0.0', budget: 9, path: name, contents: [] },
      });
    const partners = relation({ kind: 'partnership' });
    const change = (before: RelationPicture[], after: RelationPicture[]) =>
      told({ relations: before }, { relations: after });
    expect(change([partners, kernel('money')], [kernel('money')])).toEqual([
      'No longer: "cart" and "ordering" are partners.',
    ]);
    expect(change([kernel('money')], [kernel('time'), kernel('money')])).toEqual([
      'New: "cart" and "ordering" share the kernel "time".',
    ]);
    expect(change([kernel('money'), partners], [relation(), kernel('money')])).toEqual([
      'Now: "ordering" is the customer of "cart". Before: "cart" and "ordering" are partners.',
    ]);
    expect(change([partners], [kernel('money')])).toEqual([
      'Now: "cart" and "ordering" share the kernel "money". Before: "cart" and "ordering" are partners.',
    ]);
  });

  it('tells of the shared kernel and of words that differ', () => {
    const kernel = {
      name: 'money',
      owner: 'Payments',
      version: '1.0.0',
      budget: 300,
      path: 'kernel',
      contents: ['Money'],
    };
    expect(
      between(
        { kind: 'sharedKernel', kernel },
        {
          kind: 'sharedKernel',
          kernel: { ...kernel, version: '2.0.0', owner: 'Checkout', contents: ['Money', 'Rate'] },
          differs: [{ term: 'Order', upstream: 'a', downstream: 'b' }],
        },
      ),
    ).toEqual([
      'The shared kernel "money" is now at version 2.0.0; it was at 1.0.0.',
      'The shared kernel "money" has moved from team Payments to team Checkout.',
      'The shared kernel "money" now holds Rate.',
      '"Order" is now named as a word that differs between "cart" and "ordering".',
    ]);
  });

  it('tells of the meaning of words at a boundary, whichever side leads now, and of reasons', () => {
    const word = { term: 'Order', upstream: 'A wish', downstream: 'A promise' };
    expect(
      between({ differs: [word] }, { differs: [{ ...word, upstream: 'A list' }], because: 'They sell' }),
    ).toEqual([
      'At this boundary "Order" now means for "cart": A list (It meant: A wish)',
      'Why "cart" and "ordering" stand so is now: They sell',
    ]);
    const turned = {
      upstream: 'ordering',
      downstream: 'cart',
      differs: [{ term: 'Order', upstream: 'A promise', downstream: 'A wish' }],
    };
    expect(between({ differs: [word] }, turned)).toHaveLength(1);
  });

  it('tells of older versions that begin or end to go out', () => {
    const one = {
      contract: 'ordering.order-placed',
      version: 2,
      event: 'E',
      older: [{ version: 1, until: '2027-03-01' }],
    };
    const none = { ...one, older: [] };
    const later = { ...one, older: [{ version: 1, until: '2027-06-01' }] };
    expect(inOrdering({ publishes: [none] }, { publishes: [one] })).toEqual([
      'Version 1 of ordering.order-placed goes out until 2027-03-01.',
    ]);
    expect(inOrdering({ publishes: [one] }, { publishes: [later] })).toEqual([
      'Version 1 of ordering.order-placed goes out until 2027-06-01; it was until 2027-03-01.',
    ]);
    expect(inOrdering({ publishes: [one] }, { publishes: [none] })).toEqual([
      'Version 1 of ordering.order-placed no longer goes out.',
    ]);
  });

  it('tells of systems that are not ours', () => {
    expect(told({ outsides: [{ name: 'carrier' }] }, { outsides: [{ name: 'payment provider' }] })).toEqual([
      'The system "payment provider", which is not ours, is now on the map.',
      'The system "carrier", which is not ours, is no longer on the map.',
    ]);
  });
});

describe('every single edit of a map', () => {
  const edits: Readonly<Record<string, (map: MapPicture, at: number) => MapPicture>> = {
    team: (one, at) => edited(one, at, { team: 'Nobody so far' }),
    purpose: (one, at) => edited(one, at, { purpose: 'Something else' }),
    class: (one, at) => edited(one, at, { class: one.contexts[at]!.class === 'core' ? 'generic' : 'core' }),
    review: (one, at) => edited(one, at, { reviewed: '2027-01-01' }),
    word: (one, at) => edited(one, at, { language: { Order: 'A wish' } }),
    aggregate: (one, at) => edited(one, at, { aggregates: [{ name: 'New', events: [] }] }),
    command: (one, at) => edited(one, at, { commands: [{ name: 'DoIt', aggregate: 'New' }] }),
    publication: (one, at) =>
      edited(one, at, { publishes: [{ contract: 'a.b', version: 1, event: 'B', older: [] }] }),
    hearing: (one, at) => edited(one, at, { hears: [{ contract: 'a.b', then: [] }] }),
    removal: (one, at) => ({ ...one, contexts: one.contexts.filter((_, index) => index !== at) }),
    contract: (one, at) => related(one, at, ({ exposes }) => ({ exposes: [...exposes, 'a.b'] })),
    port: (one, at) => related(one, at, ({ through }) => ({ through: [...through, 'a port'] })),
    turn: (one, at) =>
      related(one, at, ({ upstream, downstream }) => ({
        kind: 'upstream',
        upstream: downstream,
        downstream: upstream,
      })),
    kind: (one, at) =>
      related(one, at, ({ kind }) => ({ kind: kind === 'partnership' ? 'separateWays' : 'partnership' })),
    difference: (one, at) =>
      related(one, at, () => ({ differs: [{ term: 'Order', upstream: 'a', downstream: 'b' }] })),
    reason: (one, at) => related(one, at, () => ({ because: 'It is so' })),
    ending: (one, at) => ({ ...one, relations: one.relations.filter((_, index) => index !== at) }),
    outside: (one) => ({ ...one, outsides: [...one.outsides, { name: 'a new vendor' }] }),
    vendor: (one) => ({ ...one, outsides: one.outsides.map((each) => ({ ...each, owner: 'Vendor Inc.' })) }),
  };
  const edited = (one: MapPicture, at: number, more: Partial<ContextPicture>): MapPicture => ({
    ...one,
    contexts: one.contexts.map((each, index) => (index === at ? { ...each, ...more } : each)),
  });
  const related = (
    one: MapPicture,
    at: number,
    more: (was: RelationPicture) => Partial<RelationPicture>,
  ): MapPicture => ({
    ...one,
    relations: one.relations.map((each, index) => (index === at ? { ...each, ...more(each) } : each)),
  });

  it.each(Object.entries(edits))('is told: %s', (_, edit) => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 20 }), fc.nat(1000), fc.nat(7), (size, seed, at) => {
        const before = generatedMap(seed, size);
        expect(mapChanges(before, edit(before, at))).not.toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a saved map', () => {
  it('is known by its first lines', () => {
    expect(isSnapshot(snapshotText(map()))).toBe(true);
    expect(isSnapshot('{ "name": "a package" }')).toBe(false);
  });

  it('may be of a time when less was written down', () => {
    const old = {
      writtenBy: 'metes map --save',
      format: 1,
      map: {
        name: 'shop',
        contexts: [{ name: 'cart', language: {} }],
        relations: [{ kind: 'partnership', upstream: 'cart', downstream: 'x' }],
      },
    };
    expect(readSnapshot(JSON.stringify(old), 'here')).toMatchObject({
      contexts: [{ hears: [] }],
      outsides: [],
      relations: [{ differs: [] }],
    });
  });

  it.each([
    ['{', 'it is no JSON'],
    ['null', 'its format is undefined, not 1'],
    ['{"format":2}', 'its format is 2, not 1'],
    ['{"format":1,"map":{}}', 'it holds no map'],
  ])('%s is refused: METES_DRAW_SNAPSHOT_UNREADABLE', (text, reason) => {
    expect(() => readSnapshot(text, 'map.json of main')).toThrow(
      `METES_DRAW_SNAPSHOT_UNREADABLE: map.json of main cannot be read as a saved map: ${reason}`,
    );
  });
});
