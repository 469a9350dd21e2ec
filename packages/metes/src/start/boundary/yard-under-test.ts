import { z } from 'zod';
import { contract, type Contract } from '../../contract/contract.ts';
import { aggregate } from '../../domain/aggregate.ts';
import { event } from '../../domain/event.ts';
import { identifier } from '../../domain/identifier.ts';
import {
  command,
  context,
  type Context,
  contextMap,
  customerSupplier,
  handle,
  policy,
  publish,
  supporting,
} from '../../model/index.ts';
import type { Source } from '../../model/source.ts';

const BoxId = identifier('boxes.BoxId');
const LidId = identifier('lids.LidId');

class BoxOpened extends event('BoxOpened', z.object({ boxId: BoxId, grams: z.int() })) {}
class Box extends aggregate('Box', {
  id: BoxId,
  state: z.object({ opened: z.int() }),
  events: [BoxOpened],
  initial: () => ({ opened: 0 }),
}) {
  open(grams: number): void {
    this.state.opened++;
    this.raise(new BoxOpened({ boxId: this.id, grams }));
  }
}
/** Opens a box once more. */
export class OpenBox extends command('OpenBox', z.object({ boxId: z.string(), grams: z.int() })) {}
const openBox = handle(OpenBox, Box, {
  id: (c) => BoxId.parse(c.boxId),
  expects: 'either',
  run: (box, c) => box.open(c.grams),
});

class LidFetched extends event('LidFetched', z.object({ weight: z.number() })) {}
/** How often, and for which weights, lids were fetched for a box. */
export class Lid extends aggregate('Lid', {
  id: LidId,
  state: z.object({ weights: z.array(z.number()) }),
  events: [LidFetched],
  initial: () => ({ weights: [] }),
}) {
  get weights(): readonly number[] {
    return this.state.weights;
  }
  fetch(weight: number): void {
    this.state.weights.push(weight);
    this.raise(new LidFetched({ weight }));
  }
}
class FetchLid extends command('FetchLid', z.object({ lidId: z.string(), weight: z.number() })) {}
const fetchLid = handle(FetchLid, Lid, {
  id: (c) => LidId.parse(c.lidId),
  expects: 'either',
  run: (lid, c) => lid.fetch(c.weight),
});

const about = {
  purpose: 'A part of the yard of the tests',
  subdomain: supporting({ reviewed: '2026-09-01' }),
  team: 'Yard',
};
const v1 = z.object({ boxId: z.string(), grams: z.int() });
const v2 = z.object({ boxId: z.string(), weight: z.object({ kilograms: z.number() }) });
const casts = {
  upcast: {
    v1: ({ boxId, grams }: z.output<typeof v1>) => ({ boxId, weight: { kilograms: grams / 1000 } }),
  },
  downcast: {
    v2: ({ boxId, weight }: z.output<typeof v2>) => ({ boxId, grams: Math.round(weight.kilograms * 1000) }),
  },
  breaking: { v2: 'boxes are weighed in kilograms from now on' },
};

/** The contract of the yard as it was at first. */
export const onlyV1 = () => contract('boxes.box-opened', { v1 });
/** In its second version, the first no longer going out. */
export const onlyV2 = () => contract('boxes.box-opened', { v1, v2, ...casts });
/** Both versions going out together. */
export const bothUntil = (day: string, despite?: string) =>
  contract('boxes.box-opened', {
    v1,
    v2,
    ...casts,
    sunset: { v1: despite === undefined ? day : { on: day, despite } },
  });

/** The context that publishes. */
export function boxes(opened: Contract, name = 'boxes'): Context {
  const mapping = (e: BoxOpened): unknown =>
    opened.version === 1
      ? { boxId: e.boxId, grams: e.grams }
      : { boxId: e.boxId, weight: { kilograms: e.grams / 1000 } };
  return context(name, {
    ...about,
    aggregates: [Box],
    handlers: [openBox],
    publishes: [publish(BoxOpened, opened, mapping)],
  });
}

/** A context that reads; the weight in the unit of the version that it reads. */
export function lids(reads: Contract, name = 'lids'): Context {
  const weightOf = (e: any): number => (reads.reads === 1 ? e.grams : Math.round(e.weight.kilograms * 1000));
  return context(name, {
    ...about,
    aggregates: [Lid],
    handlers: [fetchLid],
    policies: [
      policy('fetch a lid', {
        when: reads as Source,
        then: (e: any) => new FetchLid({ lidId: e.boxId, weight: weightOf(e) }),
      }),
    ],
  });
}

/** The map of both. */
export function yard(opened: Contract, reads: Contract = opened, exposes: readonly Contract[] = [opened]) {
  return contextMap('yard', customerSupplier(boxes(opened), lids(reads), { exposes }));
}

/** The weights, in grams, that were told of each box, in their order. */
export function weightsByBox(
  rows: readonly { readonly id: string; readonly data: unknown }[],
): Readonly<Record<string, readonly number[]>> {
  const found: Record<string, number[]> = {};
  for (const { id, data } of rows) {
    const { grams, weight } = data as { grams?: number; weight?: number };
    (found[id] ??= []).push(grams ?? weight!);
  }
  return found;
}
