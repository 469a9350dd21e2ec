import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aggregate } from '../../domain/aggregate.ts';
import { identifier } from '../../domain/identifier.ts';
import {
  call,
  command,
  contextMap,
  core,
  customerSupplier,
  findingsOf,
  generic,
  handle,
  outside,
  partnership,
  port,
  publish,
  supporting,
  upstream,
} from '../index.ts';
import { breachesOf } from './index.ts';
import { codes, differs, Happened, hearer, publisher, sound, Thing, unchecked } from './maps-under-test.ts';

const [cart, ordering] = [sound('cart'), sound('ordering')];
const of = (...names: string[]) => codes(unchecked(...names.map((each) => sound(each))));

describe('whose model leads', () => {
  it('does not go round in a circle: METES_MAP_CYCLE', () => {
    const inventory = sound('inventory');
    const circle = [
      upstream(cart, ordering),
      customerSupplier(ordering, inventory, { exposes: [] }),
      upstream(inventory, cart),
    ];
    expect(() => contextMap('m', ...circle)).toThrow(
      'METES_MAP_CYCLE: Whose model leads goes round in a circle: cart leads ordering leads inventory leads cart.',
    );
    expect(codes(contextMap('m', ...circle.slice(1), partnership(cart, ordering)))).toEqual([]);
  });

  it('is found to go round exactly where somebody leads itself over others', () => {
    const parties = Array.from({ length: 6 }, (_, at) => outside(`p${String(at)}`));
    const pair = fc.uniqueArray(fc.nat(5), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 12 }), (pairs) => {
        // A pair that leads both ways is a contradiction and judged elsewhere.
        const once = pairs.filter(([a, b], at) => !pairs.slice(0, at).some(([c, d]) => a === d && b === c));
        const leads = parties.map((_, a) => parties.map((_, b) => once.some(([c, d]) => a === c && b === d)));
        for (const k of parties.keys())
          for (const a of parties.keys())
            for (const b of parties.keys()) leads[a]![b] ||= leads[a]![k]! && leads[k]![b]!;
        const map = unchecked(...once.map(([a, b]) => upstream(parties[a!]!, parties[b!]!)));
        const found = codes(map).includes('METES_MAP_CYCLE!');
        expect(found).toBe(leads.some((row, at) => row[at]));
      }),
      { numRuns: 300 },
    );
  });
});

describe('what crosses', () => {
  const boxes = publisher('boxes');
  const lids = hearer('lids', boxes.happened);

  it('is named with the line that lets it cross: METES_MODEL_EDGE_UNDECLARED', () => {
    const hints = [
      [lids, boxes.context],
      [upstream(boxes.context, lids, { host: ['publishedLanguage'] })],
    ].map((parts) => findingsOf(unchecked(...parts)).find(({ severity }) => severity === 'error')?.hint);
    expect(hints).toEqual([
      'Write customerSupplier(boxes, lids, { exposes: [happened] }) in the map.',
      "Write upstream(boxes, lids, { exposes: [happened], host: ['publishedLanguage'] }) in the map.",
    ]);
  });

  it('goes through a port behind which somebody stands: METES_MAP_PORT_UNMAPPED', () => {
    const gateway = port<object>()('payment gateway');
    const pay = call('pay', {
      when: Happened,
      through: gateway,
      run: async () => Promise.resolve(),
      then: () => undefined,
    });
    const payer = sound('payer', { aggregates: [Thing], calls: [pay] });
    expect(findingsOf(contextMap('m', payer))).toMatchObject([
      {
        code: 'METES_MAP_PORT_UNMAPPED',
        hint: 'Add upstream(providerOfPaymentGateway, payer, { through: [paymentGateway] }) to the map.',
      },
    ]);
    expect(codes(contextMap('m', upstream(outside('payer inc'), payer, { through: [gateway] })))).toEqual([]);
  });
});

describe('a context', () => {
  it('is no technical layer of one purpose: METES_MAP_LAYERS', () => {
    const found = findingsOf(unchecked(...['user-api', 'user-db', 'usercache'].map((each) => sound(each))));
    expect(found[0]).toMatchObject({
      severity: 'error',
      message:
        'user-api, user-db, usercache cut one business purpose along technical layers: every change will touch all of them.',
      hint: "Make one context of them, context('user', ...), with the layers as folders inside.",
    });
    expect(() => contextMap('m', sound('userapi'), sound('userdb'))).toThrow('METES_MAP_LAYERS');
  });

  it('is not named after a layer: METES_MAP_LAYER_NAMED', () => {
    expect(of('user-api')).toEqual(['METES_MAP_LAYER_NAMED']);
    expect(of('database')).toEqual(['METES_MAP_LAYER_NAMED']);
    expect(of('therapi', 'web-shop', 'tables', 'cold-storage', 'apiary')).toEqual([]);
  });

  it('is more than the rows of a table: METES_MAP_TABLE_MIRRORED', () => {
    const Id = identifier('test.Id');
    const parts = z.object({ id: Id });
    class User extends aggregate('User', { id: Id, state: z.object({}), events: [], initial: () => ({}) }) {}
    const users = (...names: string[]) => {
      const handlers = names.map((name) =>
        handle(class extends command(name, parts) {}, User, { id: (c) => c.id, run: () => undefined }),
      );
      return codes(contextMap('m', sound('users', { aggregates: [User], handlers })));
    };
    expect(users('CreateUser', 'UpdateUser', 'DeleteUser')).toEqual(['METES_MAP_TABLE_MIRRORED']);
    expect(users('CreateUser', 'DeactivateUser')).toEqual([]);
    expect(users('CreateUser')).toEqual([]);
    expect(users('AddItem', 'UpdateUser')).toEqual([]);
  });

  it('names who was asked: METES_MAP_EXPERTS_MISSING', () => {
    const unasked = { experts: [], language: { Order: 'A wish.' } };
    expect(codes(contextMap('m', sound('cart', unasked)))).toEqual(['METES_MAP_EXPERTS_MISSING']);
    const language = { Order: { meaning: 'A wish.', experts: ['Ada'] } };
    expect(codes(contextMap('m', sound('cart', { ...unasked, language })))).toEqual([]);
  });

  it('says what its contracts promise: METES_MAP_GUARANTEE_MISSING', () => {
    const { happened } = publisher('boxes');
    const silent = sound('boxes', {
      aggregates: [Thing],
      publishes: [publish(Happened, happened, () => ({}))],
    });
    expect(findingsOf(contextMap('m', silent))[0]?.hint).toBe(
      "Write publish(Happened, happened, mapping, eventual('5s')), or atomic() where no bound is promised.",
    );
    expect(codes(contextMap('m', silent))).toEqual(['METES_MAP_GUARANTEE_MISSING']);
  });
});

describe('a classification', () => {
  const reviewed = '2025-11-21';

  it('is looked at once a year: METES_MAP_REVIEW_OVERDUE', () => {
    const map = contextMap('m', sound('cart', { subdomain: supporting({ reviewed, owner: 'Sales' }) }));
    expect([codes(map), codes(map, { today: '2026-11-21' })]).toEqual([[], []]);
    expect(codes(map, { today: '2026-11-22' })).toEqual(['METES_MAP_REVIEW_OVERDUE']);
    expect(findingsOf(map, { today: '2026-11-22' })[0]?.hint).toBe(
      "Look at it with Sales, and write reviewed: '2026-11-22'.",
    );
  });

  it('was not looked at tomorrow: METES_MAP_REVIEW_AHEAD', () => {
    const map = contextMap('m', sound('cart', { subdomain: supporting({ reviewed }) }));
    expect(codes(map, { today: '2025-11-20' })).toEqual(['METES_MAP_REVIEW_AHEAD']);
  });

  it('of generic bounds the lines of own code: METES_MAP_OVER_BUDGET', () => {
    const map = contextMap('m', sound('mail', { subdomain: generic({ reviewed }) }), cart);
    expect(codes(map, { contexts: { mail: { lines: 1_000 }, cart: { lines: 99_999 } } })).toEqual([]);
    const [found] = findingsOf(map, { contexts: { mail: { lines: 1_001 } } });
    expect([found?.code, found?.severity, found?.message]).toEqual([
      'METES_MAP_OVER_BUDGET',
      'error',
      'mail is generic and has 1001 lines of own code; its budget is 1000.',
    ]);
  });

  it('of another kind has the bound that was set', () => {
    const subdomain = supporting({ reviewed, budget: 100 });
    const map = contextMap('m', sound('cart', { subdomain }));
    expect(findingsOf(map, { contexts: { cart: { lines: 130 } } })[0]?.hint).toMatch(/ write budget: 200\.$/);
  });

  it('of core asks for tests: METES_MAP_TESTS_SHALLOW', () => {
    const map = contextMap('m', sound('search', { subdomain: core({ reviewed }) }), cart);
    const measured = (lines: number, tests: number) => ({
      contexts: { search: { lines, tests }, cart: { lines, tests } },
    });
    expect(codes(map, measured(500, 9))).toEqual(['METES_MAP_TESTS_SHALLOW']);
    expect(codes(map, measured(500, 10))).toEqual([]);
    expect(codes(map, { contexts: { search: { lines: 500 } } })).toEqual([]);
  });
});

describe('partners', () => {
  it('change together: METES_MAP_PARTNERS_APART', () => {
    const map = contextMap('m', partnership(cart, ordering));
    const never = { months: 6, together: (one: string) => (one === 'cart' ? 0 : 1) };
    expect(codes(map, { changes: never })).toEqual(['METES_MAP_PARTNERS_APART']);
    expect(codes(map)).toEqual([]);
  });
});

describe('a boundary', () => {
  const fictional = (...cited: Parameters<typeof upstream>[2][]) =>
    cited.map((terms) => {
      const found = breachesOf(contextMap('m', upstream(cart, ordering, terms)));
      return found.map(({ code, values }) => [code, values['cited']]);
    });

  it('cites three words that mean something else on either side: METES_MAP_BOUNDARY_FICTIONAL', () => {
    expect(
      fictional({}, { differs: ['Order', 'Customer'] }, { differs: ['Order', 'order', 'ORDER'] }),
    ).toEqual([
      [['METES_MAP_BOUNDARY_FICTIONAL', 'no words that mean something else']],
      [['METES_MAP_BOUNDARY_FICTIONAL', '2 words that mean something else']],
      [['METES_MAP_BOUNDARY_FICTIONAL', 'one word that means something else']],
    ]);
    expect(fictional({ differs })).toEqual([[]]);
  });

  it('cites no word that means the same: METES_MAP_DIFFERENCE_SAME', () => {
    const same = {
      term: 'SKU',
      upstream: 'One thing on the shelf',
      downstream: ' one thing on  the shelf. ',
    };
    expect(codes(contextMap('m', upstream(cart, ordering, { differs: [...differs, same] })))).toEqual([
      'METES_MAP_DIFFERENCE_SAME',
    ]);
  });

  it('cites words that both languages explain: METES_MAP_DIFFERENCE_UNKNOWN', () => {
    expect(() => upstream(outside('vendor'), cart, { differs: ['Order'] })).toThrow(
      'METES_MAP_DIFFERENCE_UNKNOWN: The relation of vendor and cart cites "Order", which vendor does not explain.',
    );
    const [order] = upstream(cart, ordering, { differs: ['order'] }).differs;
    expect(order).toEqual({
      term: 'order',
      upstream: 'Order as in cart.',
      downstream: 'Order as in ordering.',
    });
  });
});
