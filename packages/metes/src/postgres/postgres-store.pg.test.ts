import { afterAll, beforeAll, describe, it } from 'vitest';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { rigProjections, rigTallies, storeConformance, type StoreRig } from '../testing/store-conformance.ts';
import { tcpProxy } from '../testing/tcp-proxy.ts';
import { postgresStore } from './index.ts';

let database: ProvisionedDatabase;
let contexts = 0;

beforeAll(async () => {
  database = await provisionedDatabase([]);
});
afterAll(() => database.drop());

describe('the store in PostgreSQL', () => {
  it.each(storeConformance(postgresRig))('$name', ({ expectKept }) => expectKept());
});

async function postgresRig(): Promise<StoreRig> {
  const context = `ordering-${++contexts}`;
  const urls = await database.provision([context]);
  const url = new URL(urls.contexts[context]!);
  const proxy = await tcpProxy({ host: url.hostname, port: Number(url.port) });
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const opened: { close(): Promise<void> }[] = [];
  return {
    open: async (settings = {}) => {
      const store = await postgresStore({
        url: url.href,
        context,
        tallies: rigTallies,
        projections: rigProjections,
        ...settings,
      });
      opened.push(store);
      return store;
    },
    pass: (ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    loseNextAnswer: () => proxy.loseAnswerTo('commit_'),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((each) => each.close()));
      await proxy.close();
    },
  };
}
