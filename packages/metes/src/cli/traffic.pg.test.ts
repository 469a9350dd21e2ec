import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../embedded/fresh-database.ts';
import { eventually, OfficeUnderTest, sampleConfig, type StartedOffice } from './cli-under-test.ts';

const json = (text: string): any => JSON.parse(text);

async function takeNote({ ready }: StartedOffice, noteId: string): Promise<number> {
  const token = ready['tokens'].find((each: any) => each.principal.id === 'writer-1').token;
  const answer = await fetch(`${ready['urls'].notes}/notes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ noteId, words: 'something' }),
  });
  await answer.text();
  return answer.status;
}

test('what passes and what is refused is seen from another terminal', async () => {
  const database = await freshDatabase('traffic');
  const office = await OfficeUnderTest.make({ DATABASE_URL: database.url, METES_ROLE_PREFIX: 'traffic_' });
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  onTestFinished(() => admin.end());
  const traffic = async (...args: string[]) => office.run('traffic', '--config', sampleConfig, ...args);

  const running = await office.start();
  for (const noteId of ['n1', 'n2', 'n3']) expect(await takeNote(running, noteId)).toBeLessThan(300);
  await office.run('quiesce');
  await running.stop();
  const { code, out } = await traffic('--json');
  const { edges, findings } = json(out);
  expect(code).toBe(0);
  expect(findings).toEqual([]);
  expect(edges).toMatchObject([
    { publisher: 'notes', subscriber: 'filing', exposed: true, messages: 3, by: [{ version: 1 }] },
  ]);
  expect((await traffic()).out).toMatch(/notes -> filing +3 .*\nAs on the map/s);

  // A message under a contract that notes does not own; and a build that heard more than the map exposes.
  await admin.query(
    `insert into notes.log (position, id, aggregate_type, aggregate_id, version, type, type_version, data, published, causation, correlation, time)
     select max(position) + 1, gen_random_uuid(), 'X', 'x', 1, 'X', 1, '{}', '[{"contract":"payments.captured","version":1,"data":{}}]', 'c', 'c', 0 from notes.log`,
  );
  await admin.query(
    `insert into filing.traffic (subscription, contract, version, messages) values ('filing<-notes', 'notes.note-burnt', 1, 7)`,
  );
  const again = await office.start();
  await office.run('quiesce');
  const boundary = await eventually(
    async () => json((await office.run('status', '--json')).out).boundary,
    ({ refused }) => refused > 0,
  );
  await again.stop();
  expect(boundary).toMatchObject({
    refused: 1,
    refusals: [
      {
        context: 'filing',
        code: 'METES_CONTRACT_WRONG_SOURCE',
        publisher: 'notes',
        contract: 'payments.captured',
      },
    ],
    deprecations: [],
  });
  expect((await office.run('status')).out).toMatch(
    /1 refusal at the boundaries\n +1 +METES_CONTRACT_WRONG_SOURCE/,
  );
  const beyond = await traffic('--json');
  expect(beyond.code).toBe(1);
  expect(json(beyond.out).findings).toMatchObject([{ code: 'METES_TRAFFIC_UNDECLARED', severity: 'error' }]);

  await admin.query(`update filing.traffic set last_at = now() - interval '40 days'`);
  const unused = await traffic('--json');
  expect(unused.code).toBe(0);
  expect(json(unused.out).findings).toMatchObject([{ code: 'METES_TRAFFIC_UNUSED', severity: 'warning' }]);
});
