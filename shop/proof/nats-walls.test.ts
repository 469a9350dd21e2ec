import { fileURLToPath } from 'node:url';
import { processTerminal, runCli } from 'metes/cli';
import { describe, expect, it, type TestContext } from 'vitest';
import { shop } from '../map.ts';
import { NatsServer, natsVersion, type Operator } from './nats-server-under-test.ts';
import { allowedBy, differences, publishedBy } from './nats-walls-under-test.ts';

/** What `metes grants --broker nats` prints for the shop. */
async function printed(...more: readonly string[]): Promise<string> {
  let out = '';
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const config = fileURLToPath(new URL('../metes.config.ts', import.meta.url));
  const terminal = { ...processTerminal(), out: (text: string) => void (out += text), folder };
  await runCli(['grants', '--broker', 'nats', '--config', config, ...more], terminal);
  return out;
}

interface Printed {
  readonly context: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  readonly stream: { readonly name: string; readonly subjects: readonly string[] };
  readonly consumers: readonly {
    readonly stream: string;
    readonly name: string;
    readonly filterSubjects: readonly string[];
  }[];
}
const permissions = async (): Promise<readonly Printed[]> => JSON.parse(await printed('--json'));

const missing = 'nats-server is not installed: what a broker lets through was not tried';
if (natsVersion === undefined) console.warn(`${missing}, all tests of this file are skipped`);

/** Leaves a test out where there is no server to try it on. */
function needsServer({ skip }: TestContext): void {
  skip(natsVersion === undefined, missing);
}

/** Before 2.10 a consumer has one filter at most, so there each contract is tried by itself. */
const manyFilters = natsVersion !== undefined && Number(natsVersion.split('.')[1]) >= 10;

async function makeStreams(operator: Operator): Promise<readonly Printed[]> {
  const all = await permissions();
  for (const { stream } of all)
    if (stream.subjects.length > 0) await operator.makeStream(stream.name, stream.subjects);
  return all;
}

/** What a context is sent of a stream when it fetches all that there is. */
async function fetched(server: NatsServer, context: string, stream: string): Promise<readonly string[]> {
  const connection = await server.as(context);
  const subjects: string[] = [];
  const inbox = `_INBOX.${context}.fetch`;
  const done = new Promise<void>((resolve) => {
    connection.subscribe(inbox, {
      callback: (_error, message) => {
        if (!message.reply) return resolve();
        subjects.push(message.subject);
        message.respond('+ACK');
      },
    });
  });
  const request = JSON.stringify({ batch: 100, no_wait: true });
  connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${context}`, request, { reply: inbox });
  await done;
  await connection.flush();
  await connection.close();
  return subjects;
}

describe('a NATS server with the permissions that metes grants prints for the shop', () => {
  it('lets each context publish and subscribe exactly as the map has it', async (context) => {
    needsServer(context);
    await using server = await NatsServer.start(await printed());
    const { found, tried } = await differences(server, shop);
    console.log(`nats-server ${natsVersion}: ${tried} subjects tried to publish, subscribe and share`);
    expect(found).toEqual([]);
    expect(tried).toBeGreaterThan(2_000);
  });

  it('sends each context what the map exposes to it, and keeps what each one publishes', async (context) => {
    needsServer(context);
    await using server = await NatsServer.start(await printed());
    const operator = await server.asOperator();
    const all = await makeStreams(operator);
    for (const { context: subscriber, consumers } of all) {
      const { hears } = allowedBy(shop, subscriber);
      expect(consumers.map(({ stream }) => stream.slice('metes-'.length)).sort()).toEqual(
        [...hears.keys()].sort(),
      );
      for (const { stream, name, filterSubjects } of consumers) {
        const owner = stream.slice('metes-'.length);
        const heard: string[] = [];
        for (const filters of manyFilters ? [filterSubjects] : filterSubjects.map((each) => [each])) {
          await operator.makeConsumer(stream, name, filters);
          const publisher = await server.as(owner);
          for (const contract of publishedBy(shop, owner)) {
            const kept = await publisher.request(`metes.${contract}.v1`, '{}');
            expect(kept.json()).toMatchObject({ stream });
          }
          heard.push(...(await fetched(server, subscriber, stream)));
          // What was fetched was acknowledged as well: it is not sent again.
          expect(await fetched(server, subscriber, stream)).toEqual([]);
        }
        expect(heard.sort()).toEqual(
          hears
            .get(owner)!
            .map((contract) => `metes.${contract}.v1`)
            .sort(),
        );
      }
    }
  });

  it('sends no answer where the one who asks may not publish', async (context) => {
    needsServer(context);
    await using server = await NatsServer.start(await printed());
    expect(await forged(server)).toEqual([]);
  });

  it('knows nobody without a password, and nobody by the password of nobody', async (context) => {
    needsServer(context);
    await using server = await NatsServer.start(await printed());
    for (const user of [...shop.contexts.map(({ name }) => name), 'operator@metes', 'stranger', ''])
      await expect(server.as(user, 'guessed')).rejects.toThrow(/authorization/i);
  });
});

/** Something in every stream, so that there is something to be sent. */
async function publishSome(server: NatsServer, all: readonly Printed[]): Promise<void> {
  for (const { context, stream } of all) {
    const connection = await server.as(context);
    for (const subject of stream.subjects)
      for (let times = 0; times < 20; times++) await connection.request(subject.replace('*', 'v1'), '{}');
    await connection.close();
  }
}

/** Streams that changed because a context had the answers to its questions sent there. */
async function forged(server: NatsServer): Promise<readonly string[]> {
  const operator = await server.asOperator();
  const all = await makeStreams(operator);
  for (const { consumers } of all)
    for (const { stream, name, filterSubjects } of consumers)
      await operator.makeConsumer(stream, name, filterSubjects.slice(0, 1));
  await publishSome(server, all);
  const streams = all.filter(({ stream }) => stream.subjects.length > 0).map(({ stream }) => stream.name);
  const counts = (): Promise<unknown[]> =>
    Promise.all(streams.map((each) => operator.countsOf(each).catch(() => 'gone')));
  const changed: string[] = [];
  for (const { context, publish } of all) {
    const connection = await server.as(context);
    for (const target of all.filter((each) => each.context !== context)) {
      const before = await counts();
      for (const reply of [
        ...target.stream.subjects.map((subject) => subject.replace('*', 'v1')),
        ...['PURGE', 'DELETE'].map((what) => `$JS.API.STREAM.${what}.${target.stream.name}`),
      ])
        for (const asked of publish.filter((each) => each.startsWith('$JS.API.')))
          connection.publish(asked, '1', { reply });
      await connection.flush();
      await new Promise((resolve) => setTimeout(resolve, 50));
      const after = await counts();
      if (JSON.stringify(after) !== JSON.stringify(before))
        changed.push(`${context} reached ${target.stream.name}`);
    }
  }
  return changed;
}

describe('the same attempts', () => {
  const own = 'metes.cart.cart-checked-out.*';
  it.for([
    {
      name: 'a contract of another',
      right: `publish: { allow: ["${own}"]`,
      wrong: `publish: { allow: ["${own}", "metes.payments.payment-captured.*"]`,
      told: ['cart may publish metes.payments.payment-captured.v1'],
    },
    {
      name: 'every inbox',
      right: 'allow: ["_INBOX.cart.>"]',
      wrong: 'allow: ["_INBOX.>"]',
      told: ['cart may subscribe _INBOX.payments.abc', 'cart may share _INBOX.*.>'],
    },
    {
      name: 'streams of its own',
      right: `publish: { allow: ["${own}"]`,
      wrong: `publish: { allow: ["${own}", "$JS.API.STREAM.*.metes-cart"]`,
      told: ['cart may publish $JS.API.STREAM.PURGE.metes-cart'],
    },
    {
      name: 'less than the map has it',
      right: `publish: { allow: ["${own}"]`,
      wrong: 'publish: { allow: ["metes.cart.cart-checked-out.v1"]',
      told: ['cart may not publish metes.cart.cart-checked-out.v2'],
    },
  ])('find a permission that is not as the map has it: $name', async ({ right, wrong, told }, context) => {
    needsServer(context);
    const text = await printed();
    expect(text).toContain(right);
    await using server = await NatsServer.start(text.replace(right, () => wrong));
    expect((await differences(server, shop)).found).toEqual(expect.arrayContaining(told));
  });

  it('find that all contexts share one account', async (context) => {
    needsServer(context);
    const users = (await permissions()).map(
      ({ context, publish, subscribe }) =>
        `{ user: "${context}", password: $OF_PASSWORD, permissions: { publish: ${JSON.stringify(publish)}, subscribe: ${JSON.stringify(subscribe)} } }`,
    );
    const shared = `accounts { metes { jetstream: enabled, users: [ { user: "operator@metes", password: $OF_PASSWORD }\n${users.join('\n')} ] } }`;
    await using server = await NatsServer.start(shared);
    expect(await forged(server)).not.toEqual([]);
  });
});
