import { z } from 'zod';
import { contract, type Contract } from '../../contract/contract.ts';
import { values } from '../../contract/needs/needed.ts';
import { call, contextMap, customerSupplier, needs, policy, port, projection } from '../../model/index.ts';
import { bothUntil, boxes, lids, onlyV1, onlyV2, yard } from './yard-under-test.ts';
import {
  refusedStart,
  named,
  closed,
  withLids,
  refusedMessage,
  saidOfTraffic,
  refusedEnvelope,
} from './committed-breaches-under-test.ts';

/** A breach of the wall around a running context, and what has to be said about it. */
export interface PlantedBoundary {
  readonly name: string;
  readonly code: string;
  /** A piece of what is said. */
  readonly says: string;
  /** Commits the breach; what was said, with its code. */
  readonly provoke: () => Promise<string>;
}

/** A start of v1 with another schema than it had. */
const changed = (name: string, schema: z.ZodType, says: string): PlantedBoundary => ({
  name: `a schema that changes under its version: ${name}`,
  code: 'METES_CONTRACT_CHANGED',
  says,
  provoke: () =>
    refusedStart(yard(contract('boxes.box-opened', { v1: schema })), { after: [[yard(onlyV1())]] }),
});

const outside = port<object>()('outside');
const opened = onlyV1();
const open = yard(opened);

/** Breaches of the fourth wall: at the start, and at the edge of what runs. */
export const plantedBoundaries: readonly PlantedBoundary[] = [
  {
    name: 'a policy on a contract that is not exposed',
    code: 'METES_MODEL_EDGE_UNDECLARED',
    says: 'lids reacts to boxes.box-opened',
    provoke: () => refusedStart(closed(open)),
  },
  {
    name: 'a call on a contract that is not exposed',
    code: 'METES_MODEL_EDGE_UNDECLARED',
    says: 'lids reacts to boxes.box-opened',
    provoke: () =>
      refusedStart(
        closed(
          withLids(open, {
            policies: [],
            calls: [
              call('ask', {
                when: opened,
                through: outside,
                run: async () => undefined,
                then: () => undefined,
              }),
            ],
          }),
        ),
      ),
  },
  {
    name: 'a projection of a contract that is not exposed',
    code: 'METES_MODEL_EDGE_UNDECLARED',
    says: 'lids reacts to boxes.box-opened',
    provoke: () =>
      refusedStart(
        closed(
          withLids(open, {
            policies: [],
            projections: [
              projection('seen', {
                row: z.object({ n: z.int() }),
                on: (on) => [
                  on(
                    opened,
                    (e) => e.boxId,
                    () => ({ n: 1 }),
                  ),
                ],
              }),
            ],
          }),
        ),
      ),
  },
  {
    name: 'an edge that only the started context has, not the one on the map',
    code: 'METES_MODEL_EDGE_UNDECLARED',
    says: 'boxes reacts to lids.lid-lost',
    provoke: () => {
      const lost = contract('lids.lid-lost', { v1: z.object({}) });
      const spy = policy('listen', { when: lost, then: () => undefined });
      return refusedStart(open, { only: [{ ...named(open, 'boxes'), policies: [spy] }] });
    },
  },
  {
    name: 'a contract that is exposed and not published',
    code: 'METES_MODEL_CONTRACT_UNPUBLISHED',
    says: 'boxes does not publish boxes.box-burnt',
    provoke: () => {
      const burnt = contract('boxes.box-burnt', { v1: z.object({}) });
      return refusedStart({
        ...open,
        relations: open.relations.map((each) => ({ ...each, exposes: [...each.exposes, burnt] })),
      });
    },
  },
  {
    name: 'a contract of the right name that is another one',
    code: 'METES_MODEL_CONTRACT_COPIED',
    says: 'boxes.box-opened is declared twice',
    provoke: () => {
      const copy = onlyV1();
      const spy = policy('fetch a lid', { when: copy, then: () => undefined });
      return refusedStart(withLids(open, { policies: [spy] }));
    },
  },
  {
    name: 'a context that relates to itself',
    code: 'METES_MODEL_SELF_RELATION',
    says: 'lids to itself',
    provoke: () =>
      refusedStart({
        ...open,
        relations: open.relations.map((each) => ({ ...each, upstream: each.downstream })),
      }),
  },
  {
    name: 'a context that the map does not have',
    code: 'METES_START_CONTEXT_UNKNOWN',
    says: 'no context "crates"',
    provoke: () =>
      refusedStart(open, { only: [boxes(contract('crates.opened', { v1: z.object({}) }), 'crates')] }),
  },
  {
    name: 'a reader of a version that goes out no more',
    code: 'METES_MODEL_VERSION_WITHDRAWN',
    says: 'reads v1 of boxes.box-opened, which goes out as v2 only',
    provoke: () => {
      const second = onlyV2();
      const spy = policy('fetch a lid', { when: second.v1, then: () => undefined });
      return refusedStart(withLids(yard(second), { policies: [spy] }));
    },
  },
  changed('a type', z.object({ boxId: z.string(), grams: z.string() }), 'type changed at grams'),
  changed('a field taken away', z.object({ boxId: z.string() }), 'field removed at grams'),
  changed(
    'a required field more',
    z.object({ boxId: z.string(), grams: z.int(), colour: z.string() }),
    'required field added at colour',
  ),
  changed(
    'an optional field more',
    z.object({ boxId: z.string(), grams: z.int(), colour: z.string().optional() }),
    'optional field added at colour',
  ),
  changed('a bound', z.object({ boxId: z.string(), grams: z.int().min(1) }), 'bound tightened at grams'),
  changed('null', z.object({ boxId: z.string().nullable(), grams: z.int() }), 'null allowed at boxId'),
  {
    name: 'a new version that old documents do not fit',
    code: 'METES_CONTRACT_INCOMPATIBLE',
    says: 'v2 does not keep BACKWARD_TRANSITIVE',
    provoke: () => {
      const v1 = z.object({ boxId: z.string(), grams: z.int() });
      const v2 = v1.extend({ colour: z.string() });
      return refusedStart(
        yard(contract('boxes.box-opened', { v1, v2, upcast: { v1: (old) => ({ ...old, colour: 'red' }) } })),
        { after: [[yard(onlyV1())]] },
      );
    },
  },
  ...(
    [
      [
        'a field',
        { colour: true },
        'lids states that it reads colour of boxes.box-opened v1',
        'the field is gone',
      ],
      [
        'a value',
        { grams: values('heavy') },
        'lids states that it reads grams',
        '"heavy" cannot occur any more',
      ],
    ] as const
  ).map(([what, fields, says, reason]): PlantedBoundary => ({
    name: `${what} that a context elsewhere states it reads, and that is gone`,
    code: 'METES_CONTRACT_NEED_UNMET',
    says,
    provoke: async () => {
      const stated = withLids(open, { needs: [needs(opened as Contract, fields)] });
      const said = await refusedStart(stated, { only: [named(stated, 'boxes')] });
      return said.includes(reason) ? said : `without its reason: ${said}`;
    },
  })),
  {
    name: 'a field that a context states it reads, and that is another one in a new version',
    code: 'METES_CONTRACT_NEED_UNMET',
    says: 'lids states that it reads grams of boxes.box-opened v2',
    provoke: () => {
      const v1 = z.object({ boxId: z.string(), grams: z.int() });
      const v2 = v1.extend({ grams: z.string() });
      const second = contract('boxes.box-opened', {
        v1,
        v2,
        upcast: { v1: (old) => ({ ...old, grams: `${old.grams}` }) },
        breaking: { v2: 'grams are written out' },
      });
      const stated = withLids(yard(second), { needs: [needs(second, { grams: true })] });
      return refusedStart(stated, { after: [[yard(onlyV1())]] });
    },
  },
  {
    name: 'a version that is no longer declared',
    code: 'METES_CONTRACT_VERSION_GONE',
    says: 'boxes.box-opened v2 was published since',
    provoke: () => refusedStart(open, { after: [[yard(onlyV2())]] }),
  },
  {
    name: 'an older version after its day',
    code: 'METES_CONTRACT_SUNSET_PASSED',
    says: 'should have ended on 2026-11-20',
    provoke: () => refusedStart(yard(bothUntil('2026-11-20'))),
  },
  {
    name: 'a publisher ahead of a reader in another process',
    code: 'METES_CONTRACT_UNREADABLE',
    says: 'as v2, and "fetch a lid" in lids reads v1',
    provoke: () => {
      const after = yard(onlyV2());
      return refusedStart(after, { only: [named(after, 'boxes')], after: [[open, [named(open, 'lids')]]] });
    },
  },
  {
    name: 'a reader behind a publisher in another process',
    code: 'METES_CONTRACT_UNREADABLE',
    says: 'as v2, and "fetch a lid" in lids reads v1',
    provoke: () => {
      const before = yard(onlyV2());
      return refusedStart(open, { only: [named(open, 'lids')], after: [[before, [named(before, 'boxes')]]] });
    },
  },
  {
    name: 'a publisher that fell silent towards a reader in another process',
    code: 'METES_CONTRACT_UNREADABLE',
    says: 'not at all',
    provoke: () => {
      const silent = contextMap(
        'yard',
        { ...boxes(opened), publishes: [] },
        customerSupplier(
          { ...boxes(opened), name: 'other', publishes: [] },
          { ...lids(opened), policies: [] },
          { exposes: [] },
        ),
      );
      return refusedStart(silent, {
        only: [named(silent, 'boxes')],
        after: [[open, [named(open, 'lids')]]],
      });
    },
  },
  {
    name: 'a message under a contract that its sender does not own',
    code: 'METES_CONTRACT_WRONG_SOURCE',
    says: '1 times: A message of type payments.captured.v1 came from /contexts/boxes',
    provoke: () => refusedMessage(opened, opened, 'payments.captured'),
  },
  {
    name: 'a message under a contract of its own reader',
    code: 'METES_CONTRACT_WRONG_SOURCE',
    says: '1 times: A message of type lids.lid-lost.v1 came from /contexts/boxes',
    provoke: () => refusedMessage(opened, opened, 'lids.lid-lost'),
  },
  {
    name: 'a message of a version that nobody knows here',
    code: 'METES_CONTRACT_VERSION_UNKNOWN',
    says: '1 times: v2 came, and v1 is the highest',
    provoke: () => refusedMessage(onlyV2(), onlyV1()),
  },
  {
    name: 'an envelope from somebody else',
    code: 'METES_CONTRACT_WRONG_SOURCE',
    says: 'came from /contexts/lids',
    provoke: async () => refusedEnvelope({ source: '/contexts/lids' }),
  },
  {
    name: 'an envelope that names the schema of another type',
    code: 'METES_CONTRACT_ENVELOPE_INVALID',
    says: 'dataschema',
    provoke: async () => refusedEnvelope({ dataschema: 'urn:metes:contract:boxes.box-opened:v2' }),
  },
  {
    name: 'traffic that the map does not expose',
    code: 'METES_TRAFFIC_UNDECLARED',
    says: '3 messages of boxes.box-burnt have reached lids',
    provoke: async () => saidOfTraffic('boxes.box-burnt', 1),
  },
  {
    name: 'an edge that nobody uses',
    code: 'METES_TRAFFIC_UNUSED',
    says: 'has reached lids for 40 days',
    provoke: async () => saidOfTraffic('boxes.box-opened', 40),
  },
];
