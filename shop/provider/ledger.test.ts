import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startProvider } from './index.ts';
import { Journal } from './journal.ts';
import { authorisation, clientOf, freshFolder, providerUnderTest } from './provider-under-test.ts';

test('a torn last line is cut off and the ledger goes on after it', async () => {
  const data = await freshFolder();
  const life = await startProvider({ data });
  const first = await clientOf(life).paymentIntents.create(authorisation());
  await life.stop();
  await appendFile(join(data, 'ledger.jsonl'), '{"seq":2,"at":1,"kind":"captured","id":"pi_tor');
  const { stripe, provider } = await providerUnderTest({ data });
  expect(await provider.ledger()).toHaveLength(1);
  expect((await stripe.paymentIntents.capture(first.id)).status).toBe('succeeded');
  const lines = (await readFile(join(data, 'ledger.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2]);
});

test('a damaged line in the middle stops the start, because the books would lie', async () => {
  const data = await freshFolder();
  await writeFile(join(data, 'ledger.jsonl'), '{"seq":1,\n{"seq":2}\n');
  await expect(startProvider({ data })).rejects.toThrow('line 1 of the ledger is not JSON');
  await writeFile(join(data, 'ledger.jsonl'), '{"seq":7,"kind":"authorised"}\n');
  await expect(startProvider({ data })).rejects.toThrow('line 1 of the ledger carries number 7');
});

test('two providers never share a folder', async () => {
  const { data } = await providerUnderTest();
  await expect(startProvider({ data })).rejects.toThrow('another provider');
});

test('the books agree with the entries, by entry, by intent and in total', async () => {
  const { stripe, provider } = await providerUnderTest();
  const first = await stripe.paymentIntents.create(authorisation({ amount: 1_000 }), {
    idempotencyKey: 'pay-1',
  });
  await stripe.paymentIntents.capture(first.id, { amount_to_capture: 900 });
  await stripe.refunds.create({ payment_intent: first.id, amount: 250 });
  await stripe.paymentIntents.create(
    authorisation({ amount: 500, currency: 'jpy', metadata: { orderId: 'order-2' } }),
  );
  const get = async (path: string): Promise<any> => (await fetch(provider.url + path)).json();

  expect((await get('/ledger')).entries).toEqual(await provider.ledger());
  expect((await get('/ledger?after=1&limit=1')).entries.map(({ seq }: { seq: number }) => seq)).toEqual([2]);
  expect((await get('/ledger?metadata[orderId]=order-2')).entries).toHaveLength(1);
  expect((await get('/ledger?summary=1&metadata[orderId]=order-1')).intents).toEqual([
    expect.objectContaining({
      id: first.id,
      status: 'succeeded',
      authorised: 1_000,
      captured: 900,
      refunded: 250,
      capturable: 0,
      idempotencyKey: 'pay-1',
      metadata: { orderId: 'order-1' },
    }),
  ]);
  expect(await get('/ledger/totals')).toMatchObject({
    entries: 4,
    intents: 2,
    currencies: {
      usd: {
        authorised: { count: 1, amount: 1_000 },
        captured: { count: 1, amount: 900 },
        refunded: { amount: 250 },
        open: 0,
        net: 650,
      },
      jpy: { authorised: { count: 1, amount: 500 }, open: 500, net: 0 },
    },
  });
  expect(await get('/health')).toEqual({ ok: true, entries: 4 });
});

test('a long ledger is answered whole', async () => {
  const data = await freshFolder();
  const lines = Array.from({ length: 5_001 }, (_, index) =>
    JSON.stringify({
      seq: index + 1,
      at: 1,
      kind: 'authorised',
      id: `pi_${index}`,
      intent: `pi_${index}`,
      amount: 1,
      currency: 'usd',
      request: 'req_1',
    }),
  );
  await writeFile(join(data, 'ledger.jsonl'), `${lines.join('\n')}\n`);
  const { provider } = await providerUnderTest({ data });
  const answer = (await (await fetch(`${provider.url}/ledger`)).json()) as any;
  expect(answer).toEqual({ entries: await provider.ledger(), last: 5_001, more: false });
});

test('lines appended while the disk is busy share a sync, and all of them are there', async () => {
  const path = join(await freshFolder(), 'journal');
  const journal = await Journal.open(path, () => {});
  await Promise.all(Array.from({ length: 500 }, (_, index) => journal.append(`line ${index}`)));
  await journal.close();
  const read: string[] = [];
  await (await Journal.open(path, (line) => read.push(line))).close();
  expect(read).toEqual(Array.from({ length: 500 }, (_, index) => `line ${index}`));
});

test('a journal that cannot be written refuses everything from then on', async () => {
  const journal = await Journal.open(join(await freshFolder(), 'journal'), () => {});
  const causes: unknown[] = [];
  journal.onBroken = (cause) => causes.push(cause);
  await journal.close();
  await expect(journal.append('late')).rejects.toThrow('can no longer be written');
  await expect(journal.append('later')).rejects.toThrow('can no longer be written');
  await expect(journal.settled()).rejects.toThrow('can no longer be written');
  expect(causes).toHaveLength(1);
});
