import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { publish } from './publication.ts';
import { aggregate } from '../domain/aggregate.ts';
import { event } from '../domain/event.ts';
import { identifier } from '../domain/identifier.ts';
import { tally } from '../domain/tally.ts';
import {
  call,
  command,
  context,
  type ContextDeclaration,
  contextMap,
  core,
  customerSupplier,
  deadline,
  generic,
  handle,
  policy,
  port,
  projection,
  supporting,
} from './index.ts';

const Id = identifier('test.Id');
const empty = z.object({});
class Opened extends event('Opened', empty) {}
class Foreign extends event('Foreign', empty) {}
class Box extends aggregate('Box', { id: Id, state: empty, events: [Opened], initial: () => ({}) }) {}
class OtherBox extends aggregate('OtherBox', {
  id: Id,
  state: empty,
  events: [Foreign],
  initial: () => ({}),
}) {}
class Open extends command('Open', z.object({ id: Id })) {}
const open = handle(Open, Box, { id: (c) => c.id, run: () => undefined });
const opened = contract('boxes.opened', { v1: empty });
const gateway = port<object>()('gateway');

const declaration: ContextDeclaration = {
  purpose: 'Holds boxes',
  subdomain: supporting({ reviewed: '2026-09-01' }),
  team: 'Boxes',
  aggregates: [Box],
  handlers: [open],
};
const boxes = (more: Partial<ContextDeclaration> = {}, name = 'boxes') =>
  context(name, { ...declaration, ...more });

describe('a context', () => {
  it('is pure data with every part filled in', () => {
    const made = boxes({
      subdomain: core({ reviewed: '2024-02-29' }),
      language: { box: 'a thing that opens' },
    });
    expect([made.name, made.subdomain.class, made.policies, made.routes]).toStrictEqual([
      'boxes',
      'core',
      [],
      [],
    ]);
    expect(boxes({ subdomain: generic({ reviewed: '2026-01-01' }) }).subdomain.class).toBe('generic');
  });

  it.each(['Boxes', '', '1box', 'bo_xes', 'b'.repeat(32), 'boxes\n', 'public', 'none'])(
    'is not named %j: METES_MODEL_CONTEXT_NAME',
    (name) => {
      expect(() => boxes({}, name)).toThrow('METES_MODEL_CONTEXT_NAME');
    },
  );

  it.each(['2026', '2026-13-01', '2026-02-30', '01.09.2026', ''])(
    'was not reviewed on %j: METES_MODEL_REVIEW_DATE',
    (reviewed) => {
      expect(() => boxes({ subdomain: supporting({ reviewed }) })).toThrow('METES_MODEL_REVIEW_DATE');
    },
  );

  it('declares each thing once: METES_MODEL_DUPLICATE', () => {
    const Opened2 = class extends event('Opened', empty) {};
    class Box2 extends aggregate('Box2', { id: Id, state: empty, events: [Opened2], initial: () => ({}) }) {}
    const react = policy('react', { when: Opened, then: () => undefined });
    const late = deadline('late', {
      startedBy: Opened,
      after: '1s',
      cancelledBy: [],
      then: () => new Open({ id: Id.parse('b') }),
    });
    const rows = projection('rows', { row: empty, on: () => [] });
    const published = publish(Opened, opened, () => ({}));
    const twice: Partial<ContextDeclaration>[] = [
      { aggregates: [Box, Box] },
      { aggregates: [Box, Box2] },
      { handlers: [open, open] },
      { policies: [react, react] },
      {
        policies: [react],
        calls: [
          call('react', {
            when: Opened,
            through: gateway,
            run: async () => Promise.resolve(),
            then: () => undefined,
          }),
        ],
      },
      { deadlines: [late, late] },
      { projections: [rows, rows] },
      { publishes: [published, published] },
      { tallies: [tally('stock', ['a']), tally('stock', ['b'])] },
    ];
    for (const more of twice) expect(() => boxes(more)).toThrow('METES_MODEL_DUPLICATE');
  });

  it('lets two aggregates raise one event', () => {
    class Crate extends aggregate('Crate', { id: Id, state: empty, events: [Opened], initial: () => ({}) }) {}
    expect(boxes({ aggregates: [Box, Crate] }).aggregates).toHaveLength(2);
  });

  it('handles commands on its own aggregates: METES_MODEL_AGGREGATE_FOREIGN', () => {
    expect(() =>
      boxes({ handlers: [handle(Open, OtherBox, { id: (c) => c.id, run: () => undefined })] }),
    ).toThrow('METES_MODEL_AGGREGATE_FOREIGN');
  });

  it('uses the events of its own aggregates: METES_MODEL_EVENT_FOREIGN', () => {
    const then = (): undefined => undefined;
    const send = (): Open => new Open({ id: Id.parse('b') });
    const foreign: Partial<ContextDeclaration>[] = [
      { policies: [policy('p', { when: Foreign, then })] },
      { calls: [call('c', { when: Foreign, through: gateway, run: async () => Promise.resolve(), then })] },
      { deadlines: [deadline('d', { startedBy: Foreign, after: '1s', cancelledBy: [], then: send })] },
      { deadlines: [deadline('d', { startedBy: Opened, after: '1s', cancelledBy: [Foreign], then: send })] },
      {
        projections: [
          projection('r', {
            row: empty,
            on: (on) => [
              on(
                Foreign,
                () => 'k',
                () => ({}),
              ),
            ],
          }),
        ],
      },
      { publishes: [publish(Foreign, opened, () => ({}))] },
    ];
    for (const more of foreign) expect(() => boxes(more)).toThrow('METES_MODEL_EVENT_FOREIGN');
  });

  it('publishes its own contracts: METES_MODEL_CONTRACT_FOREIGN', () => {
    const foreign = contract('elsewhere.opened', { v1: empty });
    expect(() => boxes({ publishes: [publish(Opened, foreign, () => ({}))] })).toThrow(
      'METES_MODEL_CONTRACT_FOREIGN',
    );
  });
});

describe('a context map', () => {
  const publisher = boxes({ publishes: [publish(Opened, opened, () => ({}))] });
  const listen = policy('listen', { when: opened, then: () => undefined });
  class Shelf extends aggregate('Shelf', { id: Id, state: empty, events: [], initial: () => ({}) }) {}
  const shelves = (more: Partial<ContextDeclaration> = {}, name = 'shelves') =>
    context(name, { ...declaration, aggregates: [Shelf], handlers: [], ...more });
  const listener = shelves({ policies: [listen] });

  it('holds the contexts of its relations once, and single ones', () => {
    const alone = shelves({}, 'alone');
    const map = contextMap('m', customerSupplier(publisher, listener, { exposes: [opened] }), alone);
    expect(map.contexts.map((each) => each.name)).toStrictEqual(['alone', 'boxes', 'shelves']);
  });

  it('lets messages cross in both directions of a relation', () => {
    expect(
      contextMap('m', customerSupplier(listener, publisher, { exposes: [opened] })).relations,
    ).toHaveLength(1);
  });

  it('lets nobody listen to what is not exposed to them: METES_MODEL_EDGE_UNDECLARED', () => {
    const third = shelves({}, 'third');
    expect(() => contextMap('m', publisher, listener)).toThrow('METES_MODEL_EDGE_UNDECLARED');
    expect(() => contextMap('m', customerSupplier(publisher, listener, { exposes: [] }))).toThrow(
      'METES_MODEL_EDGE_UNDECLARED',
    );
    expect(() =>
      contextMap('m', listener, customerSupplier(publisher, third, { exposes: [opened] })),
    ).toThrow('METES_MODEL_EDGE_UNDECLARED');
    const reader = shelves({
      projections: [
        projection('r', {
          row: empty,
          on: (on) => [
            on(
              opened,
              () => 'k',
              () => ({}),
            ),
          ],
        }),
      ],
    });
    const caller = shelves({
      calls: [
        call('c', {
          when: opened,
          through: gateway,
          run: async () => Promise.resolve(),
          then: () => undefined,
        }),
      ],
    });
    expect(() => contextMap('m', publisher, reader)).toThrow('METES_MODEL_EDGE_UNDECLARED');
    expect(() => contextMap('m', publisher, caller)).toThrow('METES_MODEL_EDGE_UNDECLARED');
  });

  it('exposes what is published: METES_MODEL_CONTRACT_UNPUBLISHED', () => {
    expect(() => contextMap('m', customerSupplier(boxes(), listener, { exposes: [opened] }))).toThrow(
      'METES_MODEL_CONTRACT_UNPUBLISHED',
    );
    expect(() => contextMap('m', boxes({ policies: [listen] }))).toThrow('METES_MODEL_CONTRACT_UNPUBLISHED');
    const twin = contract('boxes.opened', { v1: empty });
    expect(() => contextMap('m', customerSupplier(publisher, shelves(), { exposes: [twin] }))).toThrow(
      'METES_MODEL_CONTRACT_COPIED: boxes.opened is declared twice: what boxes publishes is another one than the copy that the relation of boxes and shelves names.',
    );
    const hearsTwin = shelves({ policies: [policy('p', { when: twin, then: () => undefined })] });
    const relation = customerSupplier(publisher, hearsTwin, { exposes: [opened] });
    expect(() => contextMap('m', relation)).toThrow(
      'METES_MODEL_CONTRACT_COPIED: boxes.opened is declared twice: what boxes publishes is another one than the copy that shelves names.',
    );
  });

  it('has no two contexts of one name: METES_MODEL_DUPLICATE', () => {
    expect(() => contextMap('m', boxes(), boxes())).toThrow('METES_MODEL_DUPLICATE');
  });

  it('relates no context to itself: METES_MODEL_SELF_RELATION', () => {
    expect(() => contextMap('m', customerSupplier(publisher, publisher, { exposes: [] }))).toThrow(
      'METES_MODEL_SELF_RELATION',
    );
  });
});
