import { describe, expect, it } from 'vitest';
import type { BoundaryReport } from '../../runtime/ports/boundary.ts';
import { boundaryState } from './boundary-state.ts';
import { trafficReport } from './traffic-report.ts';
import { bothUntil, onlyV1, yard } from './yard-under-test.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const daysAgo = (days: number): number => now - days * 86_400_000;
const contract = 'boxes.box-opened';
const nothing: BoundaryReport = { versions: [], edges: [], traffic: [], refusals: [] };
const passed = (lastAt: number, parts = {}) => ({
  subscription: 'lids<-boxes',
  contract,
  version: 1,
  messages: 5,
  firstAt: daysAgo(100),
  lastAt,
  ...parts,
});
const edge = (since: number) => ({
  contract,
  publisher: 'boxes',
  readers: [{ reaction: 'fetch a lid', reads: 1 }],
  since,
});
const reportOn = (boundary: Partial<BoundaryReport>, map = yard(onlyV1()), days?: number) =>
  trafficReport(map, [{ context: 'lids', boundary: { ...nothing, ...boundary } }], {
    now,
    ...(days === undefined ? {} : { days }),
  });

describe('the report on traffic', () => {
  it('shows each edge with its readers, its messages and the last of them', () => {
    const { edges, findings } = reportOn({
      edges: [edge(daysAgo(90))],
      traffic: [
        passed(daysAgo(2)),
        passed(daysAgo(1), { version: 2, messages: 2 }),
        passed(daysAgo(3), { subscription: 'lids.list<-boxes', messages: 6 }),
      ],
    });
    expect(findings).toEqual([]);
    expect(edges).toMatchObject([
      {
        contract,
        publisher: 'boxes',
        subscriber: 'lids',
        exposed: true,
        readers: [{ reaction: 'fetch a lid', reads: 1 }],
        messages: 7,
        lastAt: daysAgo(1),
        since: daysAgo(90),
      },
    ]);
  });

  it('tells of an edge that was not used for 30 days: METES_TRAFFIC_UNUSED', () => {
    const last = (days: number) => reportOn({ edges: [edge(daysAgo(90))], traffic: [passed(daysAgo(days))] });
    expect(last(29.9).findings).toEqual([]);
    expect(last(30).findings).toMatchObject([
      {
        code: 'METES_TRAFFIC_UNUSED',
        severity: 'warning',
        message: `Nothing of ${contract} has reached lids for 30 days; it is read by "fetch a lid".`,
        where: { context: 'lids' },
      },
    ]);
    expect(
      reportOn({ edges: [edge(daysAgo(90))], traffic: [passed(daysAgo(8))] }, undefined, 7).findings,
    ).toHaveLength(1);
  });

  it('gives an edge its time from the day it is on the map', () => {
    expect(reportOn({ edges: [edge(daysAgo(29))] }).findings).toEqual([]);
    expect(reportOn({ edges: [edge(daysAgo(31))] }).findings).toHaveLength(1);
    expect(reportOn({}).findings).toEqual([]);
    expect(reportOn({ traffic: [passed(daysAgo(31))] }).findings).toHaveLength(1);
  });

  it('tells of what passes and is not exposed: METES_TRAFFIC_UNDECLARED', () => {
    const beyond = (days: number) =>
      reportOn({ traffic: [passed(daysAgo(days), { contract: 'boxes.box-burnt' })] });
    expect(beyond(1).findings).toMatchObject([
      {
        code: 'METES_TRAFFIC_UNDECLARED',
        severity: 'error',
        message:
          '5 messages of boxes.box-burnt have reached lids, the last on 2026-11-20, and the map does not expose it to lids.',
      },
    ]);
    expect(beyond(1).edges.map(({ exposed }) => exposed)).toEqual([true, false]);
    expect(beyond(31).findings).toEqual([]);
  });
});

describe('the state of the boundaries', () => {
  it('names who still reads an older version that goes out, and adds up what was refused', () => {
    const both = bothUntil('2027-03-01');
    const [version] = [...both.sunsets.keys()];
    const state = boundaryState([
      {
        context: 'boxes',
        boundary: {
          ...nothing,
          versions: [
            {
              contract,
              version: version!,
              schema: {},
              mode: 'NONE',
              goesOut: true,
              sunset: '2027-03-01',
              firstSeen: 1,
            },
            { contract, version: 2, schema: {}, mode: 'NONE', goesOut: true, firstSeen: 1 },
          ],
        },
      },
      {
        context: 'lids',
        boundary: {
          ...nothing,
          edges: [edge(1)],
          refusals: [
            {
              code: 'METES_CONTRACT_WRONG_SOURCE',
              publisher: 'x',
              contract,
              reason: 'r',
              count: 3,
              firstAt: 1,
              lastAt: 2,
            },
          ],
        },
      },
    ]);
    expect(state).toMatchObject({
      refused: 3,
      refusals: [{ context: 'lids', code: 'METES_CONTRACT_WRONG_SOURCE' }],
      deprecations: [
        {
          contract,
          version: 1,
          sunset: '2027-03-01',
          readers: [{ context: 'lids', reaction: 'fetch a lid' }],
        },
      ],
    });
  });
});
