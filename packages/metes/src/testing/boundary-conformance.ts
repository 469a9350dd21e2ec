import assert from 'node:assert/strict';
import type { Boundary, DeclaredVersion } from '../runtime/ports/boundary.ts';
import type { ConformanceTest } from './store-conformance.ts';

const first: DeclaredVersion = {
  contract: 'ordering.order-placed',
  version: 1,
  schema: { type: 'object', properties: { orderId: { type: 'string' } } },
  mode: 'BACKWARD',
  goesOut: true,
};
const second: DeclaredVersion = { ...first, version: 2, schema: { type: 'object' } };
const edge = { contract: 'stock.reserved', publisher: 'stock', readers: [{ reaction: 'pack', reads: 1 }] };
const passed = { subscription: 'a<-b', contract: 'stock.reserved', version: 1, messages: 3 };
const refused = {
  code: 'METES_CONTRACT_WRONG_SOURCE',
  publisher: 'stock',
  contract: 'a.b',
  reason: 'x',
  count: 1,
};

const cases: Readonly<Record<string, (boundary: Boundary) => Promise<void>>> = {
  'knows nothing at first': async (boundary) => {
    assert.deepEqual(await boundary.report(), { versions: [], edges: [], traffic: [], refusals: [] });
  },
  'keeps every version that was ever declared, with the schema of the first time': async (boundary) => {
    await boundary.announce([first]);
    await boundary.announce([{ ...first, schema: { type: 'null' }, mode: 'FULL' }]);
    const { versions } = await boundary.report();
    assert.equal(versions.length, 1);
    assert.deepEqual(versions[0]!.schema, first.schema);
    assert.equal(versions[0]!.mode, 'FULL');
    assert.ok(versions[0]!.firstSeen > 0);
  },
  'knows what goes out today and until when': async (boundary) => {
    await boundary.announce([first]);
    await boundary.announce([{ ...first, sunset: '2027-03-01' }, second]);
    const states = async (): Promise<unknown> =>
      (await boundary.report()).versions.map(({ version, goesOut, sunset }) => ({
        version,
        goesOut,
        sunset,
      }));
    assert.deepEqual(await states(), [
      { version: 1, goesOut: true, sunset: '2027-03-01' },
      { version: 2, goesOut: true, sunset: undefined },
    ]);
    await boundary.announce([second]);
    assert.deepEqual(await states(), [
      { version: 1, goesOut: false, sunset: undefined },
      { version: 2, goesOut: true, sunset: undefined },
    ]);
  },
  'has the edges that were declared last, and since when each is there': async (boundary) => {
    await boundary.declareEdges([edge]);
    const [before] = (await boundary.report()).edges;
    assert.ok(before!.since > 0);
    await boundary.declareEdges([
      { ...edge, readers: [] },
      { contract: 'stock.gone', publisher: 'stock', readers: [] },
    ]);
    const { edges } = await boundary.report();
    assert.deepEqual(
      edges.map(({ contract, readers }) => ({ contract, readers })),
      [
        { contract: 'stock.gone', readers: [] },
        { contract: 'stock.reserved', readers: [] },
      ],
    );
    assert.equal(edges[1]!.since, before!.since);
    await boundary.declareEdges([]);
    assert.deepEqual((await boundary.report()).edges, []);
  },
  'adds up what was counted': async (boundary) => {
    await boundary.count([passed, { ...passed, version: 2, messages: 1 }], [refused]);
    await boundary.count([{ ...passed, messages: 4 }], [{ ...refused, reason: 'y', count: 2 }]);
    const { traffic, refusals } = await boundary.report();
    assert.deepEqual(
      traffic.map(({ version, messages }) => ({ version, messages })),
      [
        { version: 1, messages: 7 },
        { version: 2, messages: 1 },
      ],
    );
    assert.equal(refusals[0]!.count, 3);
    assert.equal(refusals[0]!.reason, 'y');
    assert.ok(traffic[0]!.firstAt <= traffic[0]!.lastAt && refusals[0]!.lastAt > 0);
  },
  'takes nothing as nothing': async (boundary) => {
    await boundary.count([], []);
    await boundary.announce([]);
    assert.deepEqual((await boundary.report()).traffic, []);
  },
};

/**
 * What every adapter of the port `Boundary` has to pass.
 *
 * @param make makes one with empty data; called once a test
 */
export function boundaryConformance(make: () => Promise<Boundary>): readonly ConformanceTest[] {
  return Object.entries(cases).map(([name, run]) => ({
    name,
    expectKept: async () => run(await make()),
  }));
}
