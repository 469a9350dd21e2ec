import { seeded } from '../seeded.ts';
import type { LoopRun, Place, Subject } from '../subject.ts';

/** How many aggregates there are to append to. */
export const streamCount = 10_000;

/** The id of an aggregate, from a number from 0 to `streamCount - 1`. */
export const streamOf = (number: number): string => `account-${String(number).padStart(5, '0')}`;

/** The data of one event, about 300 B as JSON. */
export interface Entry {
  readonly accountId: string;
  readonly reference: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: 'EUR';
  readonly counterparty: string;
  readonly purpose: string;
  readonly channel: string;
}

/** An entry of an account; `number` makes it differ from others. */
export function entry(accountId: string, number: number): Entry {
  return {
    accountId,
    reference: `TRX-2026-${String(number).padStart(9, '0')}`,
    amount: 100 + ((number * 37) % 99_900),
    currency: 'EUR',
    counterparty: 'Harbour Street Bakery and Coffee Roasters Ltd',
    purpose: 'Invoice 48-2219, delivery of the second week, thank you for your order',
    channel: 'instant-transfer',
  };
}

/** What the store says after a run. */
export interface StreamCounts {
  readonly events: number;
  readonly published: number;
  /** The sum of the highest version of each aggregate: equal to `events` when no version is missing or doubled. */
  readonly versions: number;
}

/** What every subject of W2 can do. */
export interface Appender {
  /** Appends one event after the given version, with its publication; resolves when it is durable. */
  append(stream: number, version: number, data: Entry): Promise<void>;
  counts(): Promise<StreamCounts>;
  close(): Promise<void>;
}

/** Makes a subject of W2. When it is opened every aggregate has one event. */
export function appending(
  name: string,
  about: string,
  open: (place: Place) => Promise<Appender>,
): Subject<LoopRun> {
  return { name, about, open: async (place) => appendingTo(await open(place)) };
}

/** A run of W2: random aggregates, never one to which an event is under way. */
export function appendingTo(appender: Appender, streams = streamCount): LoopRun {
  const random = seeded(2);
  const versions = new Uint32Array(streams).fill(1);
  const busy = new Set<number>();
  let appended = 0;
  return {
    unit: async () => {
      let stream = Math.floor(random() * streams);
      while (busy.has(stream)) stream = Math.floor(random() * streams);
      busy.add(stream);
      const version = versions[stream]!;
      await appender.append(stream, version, entry(streamOf(stream), appended));
      versions[stream] = version + 1;
      appended++;
      busy.delete(stream);
    },
    verify: async () => {
      const { events, published, versions: sum } = await appender.counts();
      const expected = appended + streams;
      const findings: string[] = [];
      if (events !== expected) findings.push(`events: ${events} and not ${expected}`);
      if (published !== expected) findings.push(`publications: ${published} and not ${expected}`);
      if (sum !== expected) findings.push(`sum of the versions: ${sum} and not ${expected}`);
      return findings;
    },
    close: () => appender.close(),
  };
}
