import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { aggregate } from '../domain/aggregate.ts';
import { event } from '../domain/event.ts';
import { context } from '../model/context.ts';
import { contextMap } from '../model/context-map.ts';
import { publish } from '../model/publication.ts';
import { customerSupplier } from '../model/relations.ts';
import { supporting } from '../model/subdomain.ts';
import { figuresOf } from './figures.ts';
import { plantedReactions } from './planted-reactions-under-test.ts';
import { inventory, ordering, payments, sampleRelations } from './sample-under-test.ts';
import { SystemUnderTest } from './system-under-test.ts';

let system: SystemUnderTest;
beforeAll(async () => {
  system = await SystemUnderTest.make();
});
afterAll(() => system.remove());

describe('a planted breach of the second wall is caught', () => {
  test.each(plantedReactions)('$name', ({ edit, code, says, at }) => {
    const found = system.findings(edit).filter((each) => each.code === code);
    expect(found.map(({ message, hint }) => `${message} ${hint}`).join('\n')).toContain(says);
    if (at !== undefined) expect(found.map(({ where }) => `${where.file}:${where.line}`)).toContain(at);
  });
});

describe('what only looks like the contract of another is left alone', () => {
  test.each([
    ['its own contract', "import { contract } from 'metes'; contract('payments.order-paid', { v1: {} });"],
    ['a function of that name', "const contract = (of: string) => of; contract('ordering.order-paid');"],
    ['a function of another package', "import { contract } from 'zod'; contract('ordering.order-paid');"],
    [
      'its name as a text',
      "import { contract } from 'metes'; export const of = [contract, 'ordering.order-paid'];",
    ],
    [
      'a statement of needs',
      "import { needs } from 'metes'; needs('ordering.order-paid', { orderId: true });",
    ],
  ])('%s', (_name, text) => {
    const found = system.findings({ 'contexts/payments/application/a.ts': text });
    expect(found.map(({ code }) => code)).not.toContain('METES_CHECK_CONTRACT_FOREIGN');
  });

  test('a copy in a test', () => {
    const text = "import { contract } from 'metes'; contract('ordering.order-paid', { v1: {} });";
    expect(system.findings({ 'contexts/payments/application/a.test.ts': text })).toEqual([]);
  });
});

const text = z.string();

/** Ordering with a contract of these fields, raised by an aggregate of those. */
function telling(fields: readonly string[], model: readonly string[]) {
  const shape = (names: readonly string[]) => z.object(Object.fromEntries(names.map((name) => [name, text])));
  const Told = event('Told', shape(fields));
  const Thing = aggregate('Thing', {
    id: text,
    state: shape(model),
    events: [Told],
    initial: () => Object.fromEntries(model.map((name) => [name, ''])),
  });
  const told = contract('ordering.order-placed', { v1: shape(fields) });
  const teller = context('ordering', {
    purpose: 'Tells',
    subdomain: supporting({ reviewed: '2026-11-02' }),
    team: 'Checkout',
    aggregates: [Thing],
    handlers: [],
    publishes: [publish(Told, told, (data) => data as never)],
  });
  const listener = context('payments', { ...payments, policies: [] });
  return contextMap('telling', customerSupplier(teller, listener, { exposes: [told] }));
}

/** Payments, reading the contract in one way. */
const reading = (then: string, more = '') => ({
  'contexts/payments/application/pay.ts': `import { orderPlaced } from '../../ordering/contract/index.ts';\nexport const pay = policy('pay', { when: orderPlaced, then: ${then} });\n${more}`,
});

describe('a contract that carries the model of its producer', () => {
  const model = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
  const shares = (fields: readonly string[]) =>
    system
      .findings({}, { map: telling(fields, model) })
      .filter(({ code }) => code === 'METES_CHECK_CONTRACT_MODEL')
      .map(({ message }) => /\((\d+) %\)/.exec(message)?.[1]);

  test('is named from nine tenths on, whatever else it carries', () => {
    expect(shares(model)).toEqual(['100']);
    expect(shares([...model.slice(1), 'extra'])).toEqual(['90']);
    expect(shares(model.slice(2))).toEqual([]);
  });

  test('is named with its place', () => {
    const found = system.findings({}, { map: telling(model, model) });
    expect(found.find(({ code }) => code === 'METES_CHECK_CONTRACT_MODEL')?.where).toMatchObject({
      file: 'contexts/ordering/contract/order-placed.ts',
      line: 3,
    });
  });

  test('of a handful of fields is left alone', () => {
    expect(
      system.findings({}, { map: telling(['a', 'b'], ['a', 'b']) }).map(({ code }) => code),
    ).not.toContain('METES_CHECK_CONTRACT_MODEL');
  });
});

describe('what a consumer reads of a contract', () => {
  const map = telling(['a', 'b', 'c'], ['x']);
  const readBy = (then: string, more?: string) => {
    const { contracts } = figuresOf(system.project(reading(then, more), { map }));
    return contracts.find(({ consumer }) => consumer === 'payments')?.read;
  };

  test.each([
    ['a pattern', '({ a, b: other }) => [a, other]', ['a', 'b']],
    ['a pattern with defaults', '({ a = 1 } = {}) => a', ['a']],
    ['members', '(e) => [e.a, e["b"], e?.c]', ['a', 'b', 'c']],
    ['members below', '(e) => e.a.b.c', ['a']],
    ['a pattern inside', '(e) => { const { a } = e; return a; }', ['a']],
    ['nothing', '() => 1', []],
    ['keys that are spelled like it', '(e) => ({ e: e.a, b: other.e })', ['a']],
    ['a function beside', 'handed', ['b'], 'function handed(e) { return e.b; }'],
    ['a constant beside', 'handed', ['c'], 'const handed = ({ c }) => c;'],
    ['the whole, handed on', '(e) => make(e)', ['a', 'b', 'c']],
    ['the whole, spread', '(e) => ({ ...e })', ['a', 'b', 'c']],
    ['the rest', '({ a, ...rest }) => rest', ['a', 'b', 'c']],
    ['a computed member', '(e) => e[name]', ['a', 'b', 'c']],
    ['a function from elsewhere', 'imported', ['a', 'b', 'c']],
  ])('is seen by %s', (_name, then, fields, more?: string) => {
    expect(readBy(then, more)).toEqual(fields);
  });

  test('is what it states to need as well', () => {
    const stated = "needs(orderPlaced, { b: true, 'c': [{ sku: true }] });";
    expect(readBy('({ a }) => a', stated)).toEqual(['a', 'b', 'c']);
    expect(readBy('() => 1', 'needs(orderPlaced, { ...others });')).toEqual(['a', 'b', 'c']);
    expect(readBy('() => 1', 'keep(orderPlaced);')).toEqual(['a', 'b', 'c']);
  });

  test('is told where nobody reads a field, and not where somebody does', () => {
    const unread = (then: string) =>
      system
        .findings(reading(then), { map })
        .filter(({ code }) => code === 'METES_CHECK_FIELD_UNREAD')
        .map(({ message, severity }) => `${severity}: ${message}`);
    expect(unread('({ a }) => a')).toEqual([
      'note: Nobody reads b, c of ordering.order-placed, which goes to payments.',
    ]);
    expect(unread('(e) => make(e)')).toEqual([]);
  });

  test('is compared with what it is handed: a corner of a wide contract is a warning', () => {
    const many = Array.from({ length: 80 }, (_, index) => `field${index}`);
    const wide = (then: string, fields = many) =>
      system
        .findings(reading(then), { map: telling(fields, ['x']) })
        .filter(({ code }) => code === 'METES_CHECK_CONTRACT_WIDE')
        .map(({ message }) => message);
    const pattern = (count: number) => `({ ${many.slice(0, count).join(', ')} }) => field0`;
    expect(wide(pattern(20))[0]).toMatch(
      /^payments reads 20 of the 80 fields of ordering\.order-placed: field0/,
    );
    expect(wide(pattern(21))).toEqual([]);
    expect(wide('(e) => make(e)')).toEqual([]);
    expect(wide('({ field0 }) => field0', many.slice(0, 8))).toEqual([]);
  });
});

test('a contract is let through by the line of the map that the finding gave', () => {
  const { edit } = plantedReactions[0]!;
  const stockMoved = inventory.publishes.find((each) => each.contract.contract === 'inventory.stock-moved')!;
  const [first, ...others] = sampleRelations;
  const longer = customerSupplier(inventory, ordering, {
    exposes: [...first!.exposes, stockMoved.contract],
    differs: first!.differs,
  });
  const map = contextMap('sample', longer, ...others);
  expect(system.findings(edit).length).toBeGreaterThan(0);
  expect(system.findings(edit, { map }).filter(({ severity }) => severity === 'error')).toEqual([]);
});
