import { describe, expect, it } from 'vitest';
import {
  acl,
  conformist,
  contextMap,
  core,
  customerSupplier,
  type DirectedTerms,
  findingsOf,
  generic,
  needs,
  outside,
  partnership,
  type Party,
  port,
  type Relation,
  separateWays,
  sharedKernel,
  upstream,
} from '../index.ts';
import { chargeV2 } from '../translator-under-test.ts';
import { codes, differs, hearer, money, publisher, sound, unchecked } from './maps-under-test.ts';

const [cart, ordering, inventory] = [sound('cart'), sound('ordering'), sound('inventory')];
const boxes = publisher('boxes');
const vendor = outside('vendor', {
  language: { Order: 'A request.', Customer: 'An account.', Product: 'A plan.' },
});

const refused = (...relations: Relation[]) => {
  const [found] = findingsOf(unchecked(...relations)).filter(({ severity }) => severity === 'error');
  expect(() => contextMap('m', ...relations)).toThrow(`${found!.code}: ${found!.message}`);
  return found!;
};

describe('a map in which nothing is doubtful', () => {
  it('has no findings', () => {
    const lids = hearer('lids', boxes.happened);
    const map = contextMap(
      'm',
      customerSupplier(boxes.context, lids, {
        exposes: [boxes.happened],
        host: ['publishedLanguage'],
        differs,
      }),
      upstream(vendor, lids, { downstream: acl(chargeV2), differs }),
      sharedKernel(cart, ordering, { kernel: money }),
      partnership(cart, ordering, { differs }),
      upstream(cart, inventory, { host: ['openHost', 'publishedLanguage'], downstream: conformist() }),
      separateWays(cart, lids),
    );
    const changes = { months: 6, together: () => 4 };
    const contexts = { cart: { lines: 9_000, tests: 1 } };
    expect(
      findingsOf(map, { today: '2026-11-21', kernels: { money: 300 }, changes, contexts }),
    ).toStrictEqual([]);
  });
});

describe('customers and suppliers', () => {
  it('plan together, which an open host does not: METES_MAP_CUSTOMER_OPEN_HOST', () => {
    // What is declared at large gets past the compiler.
    const terms: DirectedTerms = { exposes: [], host: ['openHost', 'publishedLanguage'], differs };
    expect(refused(customerSupplier(cart, ordering, terms))).toMatchObject({
      code: 'METES_MAP_CUSTOMER_OPEN_HOST',
      hint: "Write upstream(cart, ordering, { host: ['openHost', 'publishedLanguage'], differs: ['Order', 'Customer', 'Product'] }), or remove openHost.",
      where: { context: 'ordering' },
    });
  });

  it('are no conformists, who have no say: METES_MAP_CUSTOMER_CONFORMIST', () => {
    const terms: DirectedTerms = { exposes: [], downstream: conformist() };
    expect(refused(customerSupplier(cart, ordering, terms)).hint).toBe(
      'Write upstream(cart, ordering, { downstream: conformist() }), or remove conformist().',
    );
  });

  it('are warned when the customer translates: METES_MAP_CUSTOMER_TRANSLATES', () => {
    expect(
      codes(contextMap('m', customerSupplier(cart, ordering, { exposes: [], downstream: acl(chargeV2) }))),
    ).toEqual(['METES_MAP_CUSTOMER_TRANSLATES']);
  });
});

describe('hosts and guests', () => {
  it('conform or translate, not both on one edge: METES_MAP_CONFORMIST_TRANSLATES', () => {
    const both = { ...upstream(cart, ordering, { downstream: acl(chargeV2) }), guest: 'conformist' as const };
    const translators = [{ translator: 'their words' }] as unknown as Relation['translators'];
    expect(refused({ ...both, translators })).toMatchObject({
      code: 'METES_MAP_CONFORMIST_TRANSLATES',
      hint: 'Write upstream(cart, ordering, { downstream: acl(theirWords) }), or remove the translators and stay conformist().',
    });
    expect(
      refused(
        upstream(cart, ordering, { downstream: conformist() }),
        upstream(cart, ordering, { downstream: acl(chargeV2) }),
      ).code,
    ).toBe('METES_MAP_CONTRADICTION');
  });

  it('are warned of an open host that publishes no language: METES_MAP_HOST_WITHOUT_LANGUAGE', () => {
    expect(codes(contextMap('m', upstream(cart, ordering, { host: ['openHost'] })))).toEqual([
      'METES_MAP_HOST_WITHOUT_LANGUAGE',
    ]);
  });

  it.each([
    ['an outside', vendor],
    ['a generic context', sound('mail', { subdomain: generic({ reviewed: '2026-09-01' }) })],
  ])('of which a core one does not conform to %s: METES_MAP_CORE_CONFORMS', (_, up) => {
    const search = sound('search', { subdomain: core({ reviewed: '2026-09-01' }) });
    expect(refused(upstream(up, search, { downstream: conformist() })).code).toBe('METES_MAP_CORE_CONFORMS');
    expect(codes(contextMap('m', upstream(up, search, { downstream: acl(chargeV2) })))).toEqual([]);
    expect(codes(contextMap('m', upstream(cart, search, { downstream: conformist() })))).toEqual([]);
    expect(codes(contextMap('m', upstream(up, cart, { downstream: conformist() })))).toEqual([]);
  });
});

describe('an anti-corruption layer', () => {
  it('translates something: METES_MAP_ACL_EMPTY', () => {
    const none: Relation['translators'] = [];
    expect(refused(upstream(vendor, cart, { downstream: acl(...none) }))).toMatchObject({
      code: 'METES_MAP_ACL_EMPTY',
      hint: 'Write upstream(vendor, cart, { downstream: acl(vendorTranslator) }), or conformist() where the model is taken as it is.',
      where: { context: 'cart' },
    });
  });
});

describe('the line to write', () => {
  it.each([
    ['3PL', 'the3PL'],
    ['支払い', '支払い'],
    ['--', 'the'],
    ['payment provider', 'paymentProvider'],
  ])('compiles whatever a system is called: %s is %s', (name, identifier) => {
    const [up, down]: readonly Party[] = [outside(name), cart];
    const differs = [{ term: "Driver's", upstream: 'One', downstream: 'Other' }];
    expect(refused(upstream(up!, down!, { host: ['openHost', 'openHost'], differs })).hint).toBe(
      `Write upstream(${identifier}, cart, { host: ['openHost'], differs: ["Driver's"] }).`,
    );
  });
});

describe('what is named', () => {
  it('is named once in a relation: METES_MAP_SAID_TWICE', () => {
    const { code, message, hint } = refused(
      upstream(cart, ordering, { host: ['openHost', 'openHost', 'publishedLanguage'] }),
    );
    expect([code, message, hint]).toEqual([
      'METES_MAP_SAID_TWICE',
      "upstream(cart, ordering, { host: ['openHost', 'openHost', 'publishedLanguage'] }) names 'openHost' twice.",
      "Write upstream(cart, ordering, { host: ['openHost', 'publishedLanguage'] }).",
    ]);
    const gateway = port<object>()('card gateway');
    const at = (terms: DirectedTerms) => refused(upstream(boxes.context, cart, terms)).hint;
    expect([
      at({ exposes: [boxes.happened, boxes.happened] }),
      at({ through: [gateway, gateway] }),
      at({ downstream: acl(chargeV2, chargeV2) }),
      at({ differs: ['Order', 'Order'] }),
    ]).toEqual([
      'Write upstream(boxes, cart, { exposes: [happened] }).',
      'Write upstream(boxes, cart, { through: [cardGateway] }).',
      'Write upstream(boxes, cart, { downstream: acl(chargeToPaymentResult) }).',
      "Write upstream(boxes, cart, { differs: ['Order'] }).",
    ]);
  });

  it('is named once in a map', () => {
    expect(() => contextMap('m', cart, ordering, cart)).toThrow(
      expect.objectContaining({
        message: 'METES_MAP_SAID_TWICE: The map m names cart twice.',
        hint: "Write contextMap('m', cart, ordering, ...).",
      }),
    );
    // What a relation names may stand there by itself, too.
    expect(contextMap('m', cart, upstream(cart, ordering)).contexts).toHaveLength(2);
  });
});

describe('a pair of parties', () => {
  it('is never of two that are not ours: METES_MAP_OUTSIDE_ONLY', () => {
    const mint: Party = outside('the mint');
    expect(refused(upstream(vendor, mint), upstream(vendor, cart))).toMatchObject({
      code: 'METES_MAP_OUTSIDE_ONLY',
      message:
        'The map relates vendor and the mint, neither of which is ours: nobody here can hold such a relation.',
      hint: 'Remove the line, and relate each of them to the context that depends on it, such as upstream(vendor, cart).',
    });
  });

  it.each([
    ['two that lead', customerSupplier(cart, ordering, { exposes: [] }), upstream(cart, ordering)],
    ['leads and follows', upstream(cart, ordering), upstream(ordering, cart)],
    ['partners and a leader', partnership(ordering, cart), upstream(cart, ordering)],
    ['one thing twice', partnership(cart, ordering), partnership(ordering, cart)],
    [
      'one kernel twice',
      sharedKernel(cart, ordering, { kernel: money }),
      sharedKernel(cart, ordering, { kernel: money }),
    ],
    [
      'one kernel twice, once in capitals',
      sharedKernel(cart, ordering, { kernel: money }),
      sharedKernel(cart, ordering, { kernel: { ...money, name: 'MONEY' } }),
    ],
  ])('is refused when the map says %s: METES_MAP_CONTRADICTION', (_, first, second) => {
    expect(refused(first, second).code).toBe('METES_MAP_CONTRADICTION');
  });

  it('is told what was said of it', () => {
    expect(refused(upstream(cart, ordering), upstream(ordering, cart)).message).toMatch(
      /^The map says upstream of cart and ordering, and upstream of ordering and cart besides: /,
    );
  });

  it('may share two kernels beside what else relates it', () => {
    const parts = [
      sharedKernel(cart, ordering, { kernel: money }),
      sharedKernel(cart, ordering, { kernel: { ...money, name: 'places' } }),
      upstream(cart, ordering),
    ];
    expect(codes(contextMap('m', ...parts))).toEqual([]);
  });

  it('is not of one context: METES_MODEL_SELF_RELATION', () => {
    expect(refused(partnership(cart, cart)).code).toBe('METES_MODEL_SELF_RELATION');
  });
});

describe('separate ways', () => {
  const code = 'METES_MAP_SEPARATE_WAYS_CROSSED';

  it('are crossed by no relation: METES_MAP_SEPARATE_WAYS_CROSSED', () => {
    expect(refused(separateWays(cart, ordering), partnership(ordering, cart)).message).toBe(
      'cart and ordering go separate ways, yet partnership relates them.',
    );
    const twice = refused(separateWays(cart, ordering), separateWays(ordering, cart));
    expect([twice.code, twice.hint]).toEqual([
      code,
      'Remove separateWays(ordering, cart), or write customerSupplier(ordering, cart, { exposes: [] }) instead of separateWays.',
    ]);
    expect(refused(separateWays(cart, ordering), sharedKernel(cart, ordering, { kernel: money })).code).toBe(
      code,
    );
  });

  it('are crossed by no contract, whatever wrote it', () => {
    const crossed = { ...separateWays(boxes.context, cart), exposes: [boxes.happened] };
    expect(refused(crossed).message).toBe(
      'boxes and cart go separate ways, yet the map lets boxes.happened cross.',
    );
  });

  it('are crossed by no reaction in code', () => {
    const lids = hearer('lids', boxes.happened);
    for (const apart of [separateWays(boxes.context, lids), separateWays(lids, boxes.context)]) {
      expect(refused(apart)).toMatchObject({
        message: expect.stringMatching(/yet lids reacts to boxes\.happened\.$/),
        hint: expect.stringMatching(
          /^Remove the reaction to happened, or write customerSupplier\(.*happened\] }\)/,
        ),
      });
    }
  });

  it('are crossed by no need that is stated', () => {
    const lids = sound('lids', { needs: [needs(boxes.happened, {})] });
    expect(refused(separateWays(boxes.context, lids)).code).toBe(code);
    expect(() => contextMap('m', boxes.context, lids)).toThrow('METES_MODEL_EDGE_UNDECLARED');
    expect(
      codes(contextMap('m', customerSupplier(boxes.context, lids, { exposes: [boxes.happened] }))),
    ).toEqual([]);
  });
});

describe('what a relation exposes', () => {
  it('is published by one of its two, whoever else does: METES_MAP_EXPOSED_FOREIGN', () => {
    const lids = hearer('lids', boxes.happened);
    const terms: DirectedTerms = { exposes: [boxes.happened] };
    const heard = customerSupplier(boxes.context, lids, { exposes: [boxes.happened], differs });
    const { code, message, hint } = refused(heard, customerSupplier(cart, ordering, terms));
    expect(code).toBe('METES_MAP_EXPOSED_FOREIGN');
    expect(message).toMatch(/^cart and ordering expose boxes\.happened, which boxes owns: /);
    expect(hint).toMatch(/^Write customerSupplier\(cart, ordering, \{ exposes: \[\] \}\), and expose boxes/);
  });
});

describe('a shared kernel', () => {
  it.each([
    ['no owner', { owner: ' ' }],
    ['"1" for a version', { version: '1' }],
    ['no size budget in lines', { budget: 0 }],
    ['no size budget in lines', { budget: 1.5 }],
    ['no folder', { path: '' }],
    ['no owner', { owner: undefined as unknown as string }],
  ])('is refused with %s: METES_MAP_KERNEL_INCOMPLETE', (fault, wrong) => {
    const { message } = refused(sharedKernel(cart, ordering, { kernel: { ...money, ...wrong } }));
    expect(message).toBe(`The kernel "money" of cart and ordering has ${fault}.`);
  });

  it.each([
    ['../kernel', 'which may lead out of the repository'],
    ['kernel/../../money', 'which may lead out of the repository'],
    [String.raw`kernel\..\..\money`, 'which may lead out of the repository'],
    ['/srv/kernel', 'which is a place on one machine only'],
    [String.raw`C:\kernel`, 'which is a place on one machine only'],
    ['C:kernel', 'which is a place on one machine only'],
    ['./', 'which is everything there is'],
    ['kernel/*', 'which no folder is called everywhere'],
    [String.raw`kernel\money`, 'which no folder is called everywhere'],
  ])('does not lie in %s: METES_MAP_KERNEL_PLACE', (path, fault) => {
    const { code, message, hint } = refused(
      sharedKernel(cart, ordering, { kernel: { ...money, name: 'Our money', path } }),
    );
    expect([code, message]).toEqual([
      'METES_MAP_KERNEL_PLACE',
      `The kernel "Our money" of cart and ordering lies in "${path}", ${fault}.`,
    ]);
    expect(hint).toMatch(/path: 'kernel\/our-money'\.$/);
  });

  it('is refused without a description', () => {
    expect(refused({ ...partnership(cart, ordering), kind: 'sharedKernel' }).code).toBe(
      'METES_MAP_KERNEL_INCOMPLETE',
    );
  });

  it('is of one version everywhere: METES_MAP_KERNEL_SKEW', () => {
    const older = { ...money, version: '1.1.0' };
    expect(
      refused(
        sharedKernel(cart, ordering, { kernel: money }),
        sharedKernel(inventory, ordering, { kernel: older }),
      ).message,
    ).toBe('The kernel "money" is 1.2.0 in one relation and 1.1.0 in another.');
  });

  it.each([
    [{ name: 'Money' }, 'called "Money"'],
    [{ owner: 'Nobody' }, 'owned by Nobody'],
    [{ path: 'elsewhere' }, 'in elsewhere'],
    [{ budget: 9_000 }, 'bound to 9000 lines'],
  ])('is one and the same everywhere: METES_MAP_KERNEL_SKEW (%j)', (other, said) => {
    const { code, message } = refused(
      sharedKernel(cart, ordering, { kernel: money }),
      sharedKernel(inventory, ordering, { kernel: { ...money, ...other } }),
    );
    expect([code, message.endsWith(` and ${said} in another.`)]).toEqual(['METES_MAP_KERNEL_SKEW', true]);
  });

  it('stays within its budget: METES_MAP_KERNEL_OVER_BUDGET', () => {
    const map = contextMap('m', sharedKernel(cart, ordering, { kernel: money }));
    expect(codes(map, { kernels: { money: 301 } })).toEqual(['METES_MAP_KERNEL_OVER_BUDGET!']);
    expect(codes(map, { kernels: { money: 300 } })).toEqual([]);
  });
});
