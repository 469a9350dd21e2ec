import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { aggregate } from '../domain/aggregate.ts';
import { event } from '../domain/event.ts';
import { identifier } from '../domain/identifier.ts';
import {
  acl,
  atomic,
  call,
  conformist,
  context,
  type Context,
  contextMap,
  customerSupplier,
  outside,
  partnership,
  policy,
  port,
  projection,
  publish,
  separateWays,
  supporting,
  upstream,
} from './index.ts';
import { chargeV2 } from './translator-under-test.ts';

const empty = z.object({});
const Id = identifier('test.Id');
class Happened extends event('Happened', empty) {}
class Thing extends aggregate('Thing', { id: Id, state: empty, events: [Happened], initial: () => ({}) }) {}

const opened = contract('boxes.opened', { v1: empty });
const closed = contract('boxes.closed', { v1: empty });
const screwed = contract('lids.screwed', { v1: empty });
const parts = {
  purpose: 'Stands on a map',
  subdomain: supporting({ reviewed: '2026-09-01' }),
  team: 'Boxes',
  aggregates: [Thing],
  handlers: [],
} as const;
const boxes = context('boxes', {
  ...parts,
  publishes: [publish(Happened, opened, () => ({}), atomic()), publish(Happened, closed, () => ({}))],
});
const hear = policy('hear', { when: opened, then: () => undefined });
const lids = context('lids', {
  ...parts,
  policies: [hear, policy('react', { when: Happened, then: () => undefined })],
  publishes: [publish(Happened, screwed, () => ({}))],
});
const shelves = context('shelves', parts);
const vendor = outside('vendor');

describe('the type of a context', () => {
  it('says what it publishes and what it hears, with nothing more to write', () => {
    expectTypeOf(boxes).toEqualTypeOf<Context<'boxes', 'boxes.opened' | 'boxes.closed', never>>();
    expectTypeOf(lids).toEqualTypeOf<Context<'lids', 'lids.screwed', 'boxes.opened'>>();
    const gateway = port<object>()('gateway');
    const run = async (): Promise<void> => Promise.resolve();
    const each = context('each', {
      ...parts,
      policies: [hear],
      calls: [call('ring', { when: closed.v1, through: gateway, run, then: () => undefined })],
      projections: [
        projection('rows', {
          row: empty,
          on: (on) => [
            on(
              screwed,
              () => 'key',
              () => ({}),
            ),
          ],
        }),
      ],
    });
    expectTypeOf(each).toEqualTypeOf<
      Context<'each', never, 'boxes.opened' | 'boxes.closed' | 'lids.screwed'>
    >();
    const every: readonly Context[] = [boxes, lids, shelves];
    expect(every).toHaveLength(3);
  });
});

describe('a relation does not compile', () => {
  it('with oneself', () => {
    // @ts-expect-error: boxes has no relation to itself
    expect(partnership(boxes, boxes).kind).toBe('partnership');
  });

  it('when it exposes what neither side publishes', () => {
    // @ts-expect-error: neither boxes nor shelves publishes lids.screwed
    expect(upstream(boxes, shelves, { exposes: [opened, screwed] }).kind).toBe('upstream');
    expect(upstream(lids, boxes, { exposes: [opened, screwed] }).exposes).toHaveLength(2);
  });

  it('between a customer and an open host, or a customer that conforms', () => {
    // @ts-expect-error: a supplier plans with its customer
    const hosted = customerSupplier(boxes, lids, { exposes: [], host: ['openHost'] });
    // @ts-expect-error: a customer has a say in the model
    const conforming = customerSupplier(boxes, lids, { exposes: [], downstream: conformist() });
    expect([hosted.kind, conforming.kind]).toEqual(['customerSupplier', 'customerSupplier']);
  });

  it('between those who go separate ways, when something crosses', () => {
    // @ts-expect-error: nothing crosses between those who go separate ways
    expect(separateWays(boxes, shelves, { exposes: [opened] }).exposes).toHaveLength(1);
  });
});

describe('a map compiles', () => {
  const supplies = customerSupplier(boxes, lids, { exposes: [opened] });

  it('when every reaction is exposed, from either side', () => {
    expect(contextMap('m', supplies, shelves).contexts).toHaveLength(3);
    expect(contextMap('m', upstream(lids, boxes, { exposes: [opened] }), vendor).outsides).toHaveLength(1);
    const relations = [supplies];
    expect(contextMap('m', ...relations).relations).toHaveLength(1);
  });

  it('when its parts are known at large only; the start judges them', () => {
    const others: Context = lids;
    expect(() => contextMap('m', others)).toThrow('METES_MODEL_EDGE_UNDECLARED');
    const terms: Parameters<typeof customerSupplier>[2] = { exposes: [opened] };
    expect(contextMap('m', customerSupplier(boxes, lids, terms)).relations).toHaveLength(1);
  });

  it('not with a reaction that the map does not expose', () => {
    // @ts-expect-error: lids reacts to boxes.opened, which the map does not expose to it
    expect(() => contextMap('m', boxes, lids)).toThrow('METES_MODEL_EDGE_UNDECLARED');
    const other = customerSupplier(boxes, lids, { exposes: [closed] });
    // @ts-expect-error: the relation exposes something else
    expect(() => contextMap('m', other)).toThrow('METES_MODEL_EDGE_UNDECLARED');
    const elsewhere = customerSupplier(boxes, shelves, { exposes: [opened] });
    // @ts-expect-error: it is exposed to somebody else
    expect(() => contextMap('m', elsewhere, lids)).toThrow('METES_MODEL_EDGE_UNDECLARED');
  });

  it('not with separate ways that are crossed', () => {
    const apart = separateWays(lids, boxes);
    // @ts-expect-error: boxes and lids go separate ways and are related all the same
    expect(() => contextMap('m', supplies, apart)).toThrow('METES_MAP_SEPARATE_WAYS_CROSSED');
    // @ts-expect-error: lids reacts to boxes.opened, whose owner it goes separate ways with
    expect(() => contextMap('m', apart)).toThrow('METES_MAP_SEPARATE_WAYS_CROSSED');
  });

  it('not with two relations of one pair that contradict each other', () => {
    const code = 'METES_MAP_CONTRADICTION';
    // @ts-expect-error: each leads the other
    expect(() => contextMap('m', supplies, upstream(lids, boxes))).toThrow(code);
    // @ts-expect-error: a customer and a mere follower at once
    expect(() => contextMap('m', supplies, upstream(boxes, lids))).toThrow(code);
    // @ts-expect-error: partners, and one leads
    expect(() => contextMap('m', supplies, partnership(lids, boxes))).toThrow(code);
    const conforming = upstream(vendor, boxes, { downstream: conformist() });
    const translating = upstream(vendor, boxes, { downstream: acl(chargeV2) });
    // @ts-expect-error: conforms and translates on one edge
    expect(() => contextMap('m', conforming, translating)).toThrow(code);
  });
});
