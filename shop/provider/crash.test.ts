import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startProvider } from './index.ts';
import { authorisation, clientOf, freshFolder } from './provider-under-test.ts';

async function spawnProvider(
  data: string,
  env: Record<string, string> = {},
): Promise<{ child: ChildProcess; port: number }> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@metes/source', '--import', 'tsx', main], {
    env: { ...process.env, METES_PROVIDER_DATA: data, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const { ready, url } = JSON.parse(line.toString()) as { ready: boolean; url: string };
  expect(ready).toBe(true);
  return { child, port: Number(new URL(url).port) };
}

test('a SIGKILL under load loses no acknowledged entry and tears no book', { timeout: 60_000 }, async () => {
  const data = await freshFolder();
  const acknowledged = new Map<string, string>();
  for (let life = 0; life < 3; life += 1) {
    const { child, port } = await spawnProvider(data);
    const stripe = clientOf({ port, key: 'sk_test_metes' });
    let running = true;
    const clients = Array.from({ length: 24 }, async (_, client) => {
      for (let index = 0; running; index += 1) {
        const key = `${life}-${client}-${index}`;
        const intent = await stripe.paymentIntents
          .create(authorisation(), { idempotencyKey: key })
          .catch(() => undefined);
        if (intent === undefined) return;
        acknowledged.set(key, intent.id);
      }
    });
    await expect
      .poll(() => acknowledged.size, { timeout: 20_000, interval: 5 })
      .toBeGreaterThan((life + 1) * 200);
    child.kill('SIGKILL');
    await once(child, 'exit');
    running = false;
    await Promise.all(clients);
  }
  const provider = await startProvider({ data });
  onTestFinished(() => provider.stop());
  const entries = await provider.ledger();
  const byKey = new Map(entries.map((entry) => [entry.idempotencyKey, entry.intent]));
  expect(byKey.size).toBe(entries.length);
  for (const [key, id] of acknowledged) expect(byKey.get(key)).toBe(id);
});

test('SIGTERM ends the process cleanly while answers are owed', { timeout: 20_000 }, async () => {
  const data = await freshFolder();
  const { child, port } = await spawnProvider(data, {
    METES_PROVIDER_FAULTS:
      '[{"kind":"delay","ms":60000,"match":{"route":"list"}},{"kind":"timeOutAfterSuccess"}]',
  });
  const stripe = clientOf({ port, key: 'sk_test_metes' });
  const lost = [stripe.paymentIntents.list(), stripe.paymentIntents.create(authorisation())];
  const ended = Promise.allSettled(lost);
  await new Promise((resume) => setTimeout(resume, 200));
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('a provider that follows its parent ends when the parent lets go', { timeout: 20_000 }, async () => {
  const { child } = await spawnProvider(await freshFolder(), { METES_PROVIDER_FOLLOW_PARENT: '1' });
  child.stdin?.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});
