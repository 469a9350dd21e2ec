import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { httpUnderTest, raw, tokens } from './http-under-test.ts';

const headers = {
  authorization: `Bearer ${tokens.alice}`,
  'content-type': 'application/json',
  'idempotency-key': 'k',
};

it('says that it is alive and ready, and why it is not', async () => {
  let reason: string | undefined = 'contexts are starting';
  const web = await httpUnderTest({ unready: () => reason });
  expect(await (await fetch(`${web.url}/healthz`)).json()).toEqual({ status: 'alive' });
  const unready = await fetch(`${web.url}/readyz`);
  expect([unready.status, unready.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await unready.json()).toMatchObject({
    code: 'METES_HTTP_NOT_READY',
    detail: expect.stringContaining('contexts are starting'),
  });
  reason = undefined;
  expect(await (await fetch(`${web.url}/readyz`)).json()).toEqual({ status: 'ready' });
  await web.stop();
});

it('answers what is on its way, takes nothing new, and then is gone', async () => {
  const web = await httpUnderTest();
  let release = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    web.fake.carryOut = () => {
      resolve();
      return new Promise<void>((go) => (release = go));
    };
  });
  const answer = fetch(`${web.url}/carts/c1/lines`, { method: 'POST', headers, body: '{"lines":[]}' });
  await begun;
  const stopped = web.stop();
  expect(await raw(web.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n', 200)).toBe('');
  release();
  const response = await answer;
  expect([response.status, response.headers.get('connection')]).toEqual([201, 'close']);
  await stopped;
  expect(web.stop()).toBe(web.stop());
  await expect(fetch(`${web.url}/healthz`)).rejects.toThrow('fetch failed');
});

it('does not wait for idle connections or for those that never said anything', async () => {
  const web = await httpUnderTest();
  const agent = new Agent({ keepAlive: true });
  await new Promise((resolve) =>
    get(`${web.url}/healthz`, { agent }, (res) => res.resume().on('end', resolve)),
  );
  const silent = connect(web.port, '127.0.0.1').on('error', () => undefined);
  await new Promise((resolve) => silent.once('connect', resolve));
  const before = performance.now();
  await web.stop();
  expect(performance.now() - before).toBeLessThan(1_000);
  agent.destroy();
});

it('cuts what does not finish within its grace', async () => {
  const web = await httpUnderTest({ limits: { graceMs: 100 } });
  const begun = new Promise<void>((resolve) => {
    web.fake.carryOut = () => {
      resolve();
      return new Promise(() => undefined);
    };
  });
  const answer = fetch(`${web.url}/carts/c1/lines`, { method: 'POST', headers, body: '{"lines":[]}' });
  await begun;
  await Promise.all([expect(answer).rejects.toThrow('fetch failed'), web.stop()]);
});

it('says METES_HTTP_LISTEN when the port is taken', async () => {
  const web = await httpUnderTest();
  await expect(httpUnderTest({ port: web.port })).rejects.toMatchObject({
    code: 'METES_HTTP_LISTEN',
    values: { reason: 'the port is taken' },
  });
  await web.stop();
});

it('passes the failpoints around each answer', async () => {
  const passed: string[] = [];
  const web = await httpUnderTest({
    failpoints: { pass: (point, context) => void passed.push(`${point} ${context}`) },
  });
  await fetch(`${web.url}/carts/new`);
  expect(passed).toEqual(['answer.before carts', 'answer.after carts']);
  await web.stop();
});

it('closes the connection when a failpoint throws, and tells the journal', async () => {
  const web = await httpUnderTest({ failpoints: { pass: () => Promise.reject(new TypeError('planned')) } });
  await expect(fetch(`${web.url}/carts/new`)).rejects.toThrow('fetch failed');
  expect(web.told[0]?.message).toBe('an answer could not be sent');
  await web.stop();
});
