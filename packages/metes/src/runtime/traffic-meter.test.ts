import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { memoryStore } from '../memory/index.ts';
import { ManualTime } from '../testing/manual-time.ts';
import { feedInlet } from './inlet.ts';
import { foreignMessage } from './message.ts';
import type { PublishedRecord } from './ports/context-store.ts';
import type { Growth } from './ports/feed.ts';
import type { PublishedForm } from './ports/log-record.ts';
import { TrafficMeter } from './traffic-meter.ts';

const form = z.object({ orderId: z.string() });
const casts = { upcast: { v1: (old: object) => old }, downcast: { v2: (newer: object) => newer } };
const placed = contract('ordering.placed', { v1: form, v2: form, ...casts, sunset: { v1: '2027-03-01' } });
const onlyV1 = contract('ordering.placed', { v1: form });

function record(position: number, published: readonly PublishedForm[]): PublishedRecord {
  return {
    position,
    id: `id-${position}`,
    aggregateId: 'o-1',
    version: position,
    published,
    causation: 'c',
    correlation: 'c',
    time: 0,
  };
}
const formsOf = (...versions: number[]): readonly PublishedForm[] =>
  versions.map((version) => ({ contract: 'ordering.placed', version, data: { orderId: 'o-1' } }));

function rig() {
  const time = new ManualTime();
  const { boundary } = memoryStore({ context: 'inventory', clock: time });
  const warnings: unknown[] = [];
  const journal = {
    info: () => undefined,
    warn: (message: string, fields: object = {}) => void warnings.push({ message, ...fields }),
    error: () => undefined,
  };
  const writes: number[] = [];
  const counted = {
    ...boundary,
    count: async (...args: Parameters<typeof boundary.count>) => {
      writes.push(args[0].length);
      return boundary.count(...args);
    },
  };
  return {
    time,
    boundary,
    warnings,
    writes,
    meter: new TrafficMeter({ boundary: counted, timers: time, journal }),
  };
}

describe('the traffic over an edge', () => {
  it('is counted by message and version that is read, and written now and then', async () => {
    const { time, boundary, writes, meter } = rig();
    for (let position = 1; position <= 1_000; position++)
      meter.passed(
        'inventory<-ordering',
        [placed, placed.v1],
        foreignMessage(record(position, formsOf(2, 1))),
      );
    meter.passed('inventory<-ordering', [placed], foreignMessage(record(1_001, [])));
    expect((await boundary.report()).traffic).toEqual([]);
    await time.pass(5_000);
    expect(writes).toEqual([2]);
    expect((await boundary.report()).traffic).toMatchObject([
      { subscription: 'inventory<-ordering', contract: 'ordering.placed', version: 1, messages: 1_000 },
      { subscription: 'inventory<-ordering', contract: 'ordering.placed', version: 2, messages: 1_000 },
    ]);
    await time.pass(60_000);
    expect(writes).toEqual([2]);
  });

  it('goes on counting what passes after it was written', async () => {
    const { boundary, meter } = rig();
    const pass = (position: number): void =>
      meter.passed('inventory<-ordering', [placed], foreignMessage(record(position, formsOf(2))));
    pass(1);
    pass(2);
    await meter.write();
    pass(3);
    await meter.write();
    expect((await boundary.report()).traffic).toMatchObject([{ version: 2, messages: 3 }]);
  });

  it('counts a message once that two reactions read in one form', async () => {
    const { boundary, meter } = rig();
    meter.passed('s', [placed, placed.v1], foreignMessage(record(1, formsOf(2))));
    await meter.write();
    expect((await boundary.report()).traffic).toMatchObject([{ version: 2, messages: 1 }]);
  });

  it('counts what comes in a version that is not known here', async () => {
    const { boundary, warnings, meter } = rig();
    meter.passed('s', [onlyV1], foreignMessage(record(7, formsOf(2))));
    meter.passed('other', [onlyV1], foreignMessage(record(7, formsOf(2))));
    await meter.write();
    const { refusals } = await boundary.report();
    expect(refusals).toMatchObject([
      {
        code: 'METES_CONTRACT_VERSION_UNKNOWN',
        publisher: 'ordering',
        contract: 'ordering.placed',
        count: 1,
      },
    ]);
    expect(refusals[0]!.reason).toBe('v2 came, and v1 is the highest that can be read here');
    expect(warnings).toHaveLength(1);
  });
});

describe('a feed', () => {
  it('lets in only what its publisher owns, and tells of the rest', async () => {
    const foreign: PublishedForm = { contract: 'payments.captured', version: 1, data: {} };
    const records = [record(1, formsOf(2, 1)), record(2, [foreign, ...formsOf(2)]), record(3, [foreign])];
    let grow: (growth: Growth) => void = () => undefined;
    const feed = {
      publisher: 'ordering',
      read: async () => ({ records, upTo: 3 }),
      head: async () => 3,
      epoch: async () => 'e',
      onGrowth: (listener: (growth: Growth) => void) => {
        grow = listener;
        return () => undefined;
      },
    };
    const told: number[] = [];
    const inlet = feedInlet(feed, {
      onForeign: (each, { position }) => {
        expect(each.contract).toBe('payments.captured');
        told.push(position);
      },
    });
    const { messages } = await inlet.read(0, 10);
    expect(messages.map((each) => each.published.length)).toEqual([2, 1, 0]);
    expect(told).toEqual([2, 3]);
    const grown: number[] = [];
    inlet.onGrowth((growth) => grown.push(...growth.messages.map((each) => each.published.length)));
    grow({ after: 0, upTo: 3, records });
    expect(grown).toEqual([2, 1, 0]);
  });
});
