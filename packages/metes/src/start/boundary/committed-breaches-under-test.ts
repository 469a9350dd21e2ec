import { isMetesError } from '../../base/errors.ts';
import type { Contract } from '../../contract/contract.ts';
import { envelopeOf, readEnvelope } from '../../contract/envelope.ts';
import { memoryBoundary } from '../../memory/memory-boundary.ts';
import { MemoryDatabase } from '../../memory/memory-database.ts';
import type { Context, ContextMap } from '../../model/index.ts';
import { World } from '../../runtime/world-under-test.ts';
import { memory } from '../memory-stores.ts';
import { start } from '../start.ts';
import { trafficReport } from './traffic-report.ts';
import { boxes, lids, onlyV1, OpenBox, yard } from './yard-under-test.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const store = (database = new MemoryDatabase()) => memory({ database });

/** A start that went before, of all contexts or some. */
export type Started = readonly [map: ContextMap, only?: readonly Context[]];

/** What a start is refused with, after starts that were not. */
export async function refusedStart(
  map: ContextMap,
  options: { only?: readonly Context[]; after?: readonly Started[]; at?: number } = {},
): Promise<string> {
  const database = new MemoryDatabase();
  const begin = (each: ContextMap, only: readonly Context[] | undefined, at = now) =>
    start(each, { store: store(database), clock: { now: () => at }, ...(only ? { only } : {}) });
  for (const [before, only] of options.after ?? []) await (await begin(before, only)).stop();
  try {
    await (await begin(map, options.only, options.at)).stop();
    return 'started';
  } catch (error) {
    if (!isMetesError(error)) throw error;
    const counted = [];
    for (const { name } of map.contexts)
      counted.push(
        ...(await memoryBoundary(name, database.context(name).boundary, { now: () => now }).report())
          .refusals,
      );
    return counted.some(({ code }) => code === error.code) || error.code === 'METES_START_CONTEXT_UNKNOWN'
      ? error.message
      : `not counted: ${error.message}`;
  }
}

export const named = (map: ContextMap, name: string): Context =>
  map.contexts.find((each) => each.name === name)!;
/** The map with the edge between its contexts closed by hand. */
export const closed = (map: ContextMap): ContextMap => ({
  ...map,
  relations: map.relations.map((each) => ({ ...each, exposes: [] })),
});
/** The map with parts of lids put in their place by hand. */
export const withLids = (map: ContextMap, parts: Partial<Context>): ContextMap => {
  const changed = { ...named(map, 'lids'), ...parts };
  const actual = <P extends { readonly name: string }>(party: P): P =>
    party.name === 'lids' ? (changed as unknown as P) : party;
  return {
    ...map,
    contexts: map.contexts.map(actual),
    relations: map.relations.map((each) => ({
      ...each,
      upstream: actual(each.upstream),
      downstream: actual(each.downstream),
    })),
  };
};

/** What is counted at the edge of a context that runs, whatever the compiler and the start would have said. */
export async function refusedMessage(published: Contract, read: Contract, forge?: string): Promise<string> {
  const world = new World([boxes(published), lids(read)]);
  const source = await world.start({ only: [boxes(published)] });
  await source.send('boxes', new OpenBox({ boxId: 'b1', grams: 5 }));
  const reader = await world.start({
    only: [lids(read)],
    feed: (feed) =>
      forge === undefined
        ? feed
        : {
            ...feed,
            publisher: feed.publisher,
            head: () => feed.head(),
            epoch: () => feed.epoch(),
            onGrowth: () => () => undefined,
            read: async (after, limit) => {
              const { records, upTo } = await feed.read(after, limit);
              const form = { contract: forge, version: 1, data: {} };
              return {
                upTo,
                records: records.map((each) => ({ ...each, published: [form, ...each.published] })),
              };
            },
          },
  });
  await world.time.pass(10_000);
  await Promise.all([source.stop(), reader.stop()]);
  const { boundary } = world.database.context('lids');
  const { refusals } = await memoryBoundary('lids', boundary, world.time).report();
  return refusals.map(({ code, count, reason }) => `${code}: ${count} times: ${reason}`).join('\n');
}

export function saidOfTraffic(contractName: string, lastDaysAgo: number): string {
  const at = now - lastDaysAgo * 86_400_000;
  const seen = { subscription: 'lids<-boxes', contract: contractName, version: 1, messages: 3 };
  const { findings } = trafficReport(
    yard(onlyV1()),
    [
      {
        context: 'lids',
        boundary: {
          versions: [],
          edges: [],
          refusals: [],
          traffic: [{ ...seen, firstAt: at, lastAt: at }],
        },
      },
    ],
    { now },
  );
  return findings.map(({ code, message }) => `${code}: ${message}`).join('\n');
}

export const envelope = () =>
  envelopeOf({
    id: '01890000-0000-7000-8000-000000000001',
    contract: 'boxes.box-opened',
    version: 1,
    subject: 'b1',
    time: now,
    correlation: 'c',
    causation: 'c',
    sequence: 1,
    data: {},
  });
export function refusedEnvelope(parts: object): string {
  try {
    readEnvelope({ ...envelope(), ...parts });
    return 'read';
  } catch (error) {
    return (error as Error).message;
  }
}
