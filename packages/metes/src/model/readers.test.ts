import { expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { aggregate } from '../domain/aggregate.ts';
import { event } from '../domain/event.ts';
import { identifier } from '../domain/identifier.ts';
import {
  command,
  context,
  contextMap,
  customerSupplier,
  handle,
  policy,
  publish,
  supporting,
} from './index.ts';
import { contractReaders, publishedVersions } from './readers.ts';

const Id = identifier('test.Id');
const empty = z.object({});
class Opened extends event('Opened', empty) {}
class Box extends aggregate('Box', { id: Id, state: empty, events: [Opened], initial: () => ({}) }) {}
class Open extends command('Open', z.object({ id: Id })) {}
const open = handle(Open, Box, { id: (c) => c.id, run: () => undefined });
const forms = {
  v1: empty,
  v2: empty,
  upcast: { v1: (old: object) => old },
  downcast: { v2: (e: object) => e },
};
const parts = {
  purpose: 'Holds boxes',
  subdomain: supporting({ reviewed: '2026-09-01' }),
  team: 'Boxes',
  aggregates: [Box],
  handlers: [open],
};

const dual = contract('boxes.opened', { ...forms, sunset: { v1: '2027-03-01' } });
const single = contract('boxes.opened', forms);
const mapOf = (exposed: typeof dual | typeof single, read: typeof dual.v1) =>
  contextMap(
    'yard',
    customerSupplier(
      context('boxes', { ...parts, publishes: [publish(Opened, exposed, () => ({}))] }),
      context('lids', {
        ...parts,
        policies: [policy('fetch a lid', { when: read, then: () => undefined })],
      }),
      { exposes: [exposed] },
    ),
  );

it('names every reaction to a contract with the version that it reads', () => {
  const [, lids] = mapOf(dual, dual.v1).contexts;
  expect(contractReaders(lids!)).toStrictEqual([
    { context: 'lids', reaction: 'fetch a lid', contract: dual.v1 },
  ]);
  expect(publishedVersions(dual)).toStrictEqual([2, 1]);
  expect(publishedVersions(single)).toStrictEqual([2]);
});

it('lets a contract be exposed whole and read in one of its versions', () => {
  expect(mapOf(dual, dual.v2).contexts).toHaveLength(2);
  expect(mapOf(single, single.v2).contexts).toHaveLength(2);
});

it('refuses a reader of a version that does not go out: METES_MODEL_VERSION_WITHDRAWN', () => {
  expect(() => mapOf(single, single.v1)).toThrow(
    'METES_MODEL_VERSION_WITHDRAWN: "fetch a lid" in lids reads v1 of boxes.opened, which goes out as v2 only.',
  );
});
