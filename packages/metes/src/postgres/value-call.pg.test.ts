import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { callForNumber, prepareToBegin } from './value-call.ts';

let database: ProvisionedDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await provisionedDatabase([]);
  client = new pg.Client({ connectionString: database.adminUrl, pipeline: true });
  await client.connect();
  await prepareToBegin(client);
  await client.query(
    'create temporary table seen (n serial, text text, list text[], number bigint, yes boolean)',
  );
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const keep = {
  name: 'keep',
  text: 'insert into seen (text, list, number, yes) values ($1, $2, $3, $4) returning n',
};

it('hands values over as they are, whatever the texts', async () => {
  const text = fc
    .string({ unit: 'binary', maxLength: 200 })
    .filter((each) => !each.includes('\0') && each.isWellFormed());
  await fc.assert(
    fc.asyncProperty(
      fc.option(text),
      fc.option(fc.array(fc.option(text), { maxLength: 5 })),
      fc.option(fc.maxSafeInteger()),
      fc.option(fc.boolean()),
      async (...values) => {
        const n = await callForNumber(client, { ...keep, values });
        const { rows } = await client.query('select text, list, number::text, yes from seen where n = $1', [
          n,
        ]);
        const [first, list, number, yes] = values;
        expect(rows).toEqual([{ text: first, list, number: number === null ? null : String(number), yes }]);
      },
    ),
    { numRuns: 200 },
  );
});

it('takes what is larger than any packet', async () => {
  const large = `${'ä€😀'.repeat(300_000)}end`;
  const n = await callForNumber(client, { ...keep, values: [large, null, null, null] });
  expect((await client.query('select text from seen where n = $1', [n])).rows).toEqual([{ text: large }]);
});

it('gives numbers and null, in the order of asking, and goes on behind an error', async () => {
  const ask = (value: unknown) =>
    callForNumber(client, { name: 'echo', text: 'select 10 / nullif($1::bigint, 7)', values: [value] });
  const asked = await Promise.allSettled([ask(5), ask(7), ask(0), ask(null), ask('x'), ask(-2)]);
  expect(asked).toMatchObject([
    { value: 2 },
    { value: null },
    { reason: { code: '22012' } },
    { value: null },
    { reason: { code: '22P02' } },
    { value: -5 },
  ]);
});

it('another statement under a name that is known is refused, and nothing else is touched', async () => {
  await expect(callForNumber(client, { name: 'keep', text: 'select 1', values: [] })).rejects.toThrow(
    'already exists',
  );
  expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
});

it('fails when the session ends before the answer, and when it does not come in time', async () => {
  const own = new pg.Client({ connectionString: database.adminUrl, pipeline: true, query_timeout: 300 });
  own.on('error', () => undefined);
  await own.connect();
  const sleeping = (seconds: number, on: pg.Client) =>
    callForNumber(on, { name: `sleep ${seconds}`, text: `select 1 from pg_sleep(${seconds})`, values: [] });
  await expect(sleeping(5, own)).rejects.toThrow('timeout');
  const other = new pg.Client({ connectionString: database.adminUrl, pipeline: true });
  other.on('error', () => undefined);
  await other.connect();
  const { pid } = (await other.query('select pg_backend_pid() as pid')).rows[0];
  const asked = sleeping(6, other);
  asked.catch(() => undefined);
  await database.query('select pg_terminate_backend($1)', [pid]);
  await expect(asked).rejects.toThrow('terminat');
});
