import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { boundaryConformance } from '../testing/boundary-conformance.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { announcedBoundary, postgresStore } from './index.ts';

let database: ProvisionedDatabase;
let contexts = 0;

beforeAll(async () => {
  database = await provisionedDatabase([]);
});
afterAll(() => database.drop());

async function openContext() {
  const context = `ordering-${++contexts}`;
  const urls = await database.provision([context]);
  const store = await postgresStore({ url: urls.contexts[context]!, context });
  onTestFinished(() => store.close());
  return { context, store, urls };
}

describe('the boundary in PostgreSQL', () => {
  const make = async () => (await openContext()).store.boundary;
  it.each(boundaryConformance(make))('$name', ({ expectKept }) => expectKept());

  it('shows the transport what was announced, and no counts', async () => {
    const { context, store, urls } = await openContext();
    await store.boundary.announce([
      { contract: 'a.b', version: 1, schema: { type: 'object' }, mode: 'BACKWARD', goesOut: true },
    ]);
    await store.boundary.declareEdges([{ contract: 'c.d', publisher: 'c', readers: [] }]);
    const { versions, edges } = await store.boundary.report();
    expect(await announcedBoundary(urls.transport, context)).toEqual({ versions, edges });
    expect(versions).toHaveLength(1);
  });

  it('lets the runtime role change no schema of a version', async () => {
    const { context, store } = await openContext();
    const v1 = { contract: 'a.b', version: 1, schema: { type: 'object' }, mode: 'BACKWARD', goesOut: true };
    await store.boundary.announce([v1]);
    await store.boundary.announce([{ ...v1, schema: { type: 'string' } }]);
    expect(await database.query(`select schema from "${context}".contracts`)).toEqual([
      { schema: '{"type":"object"}' },
    ]);
  });
});
