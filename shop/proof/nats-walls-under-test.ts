import type { NatsConnection } from '@nats-io/transport-node';
import type { ContextMap } from 'metes';
import type { NatsServer } from './nats-server-under-test.ts';

/** What the map lets one context do, worked out from the map alone. */
interface Allowed {
  readonly publishes: readonly string[];
  /** Whose published contracts it is sent, and which. */
  readonly hears: ReadonlyMap<string, readonly string[]>;
}

/** What a map lets a context do at a broker. */
export function allowedBy(map: ContextMap, context: string): Allowed {
  const hears = new Map<string, string[]>();
  for (const { upstream, downstream, exposes } of map.relations)
    for (const { contract } of exposes) {
      const owner = contract.split('.')[0]!;
      const to = owner === upstream.name ? downstream.name : upstream.name;
      if (to === context) hears.set(owner, [...(hears.get(owner) ?? []), contract]);
    }
  return { publishes: publishedBy(map, context), hears };
}

/** The contracts that a context publishes. */
export function publishedBy(map: ContextMap, context: string): readonly string[] {
  const { publishes } = map.contexts.find(({ name }) => name === context)!;
  return [...new Set(publishes.map(({ contract }) => contract.contract))];
}

/** Subjects to try: of every contract, of every context, of JetStream, of the server; with and without wildcards. */
export function subjectsOf(map: ContextMap): Subjects {
  const names = map.contexts.map(({ name }) => name);
  const contracts = names.flatMap((name) => publishedBy(map, name));
  const plain = [
    ...contracts.flatMap((each) =>
      words(`${each} metes.${each} metes.${each}.v1 metes.${each}.v2 metes.${each}.v1.x`),
    ),
    ...names.flatMap((name) => [
      ...words(`metes.${name}.private.v1 ${name}.private metes-${name} metes.${name} _R_.${name}`),
      ...words(`_INBOX.${name} _INBOX.${name}.abc _INBOX.${name}.abc.1 $JS.ACK.metes-${name}`),
      ...words('INFO CREATE UPDATE DELETE PURGE MSG.GET MSG.DELETE SNAPSHOT LEADER.STEPDOWN').map(
        (what) => `$JS.API.STREAM.${what}.metes-${name}`,
      ),
      ...words('CONSUMER.NAMES CONSUMER.LIST CONSUMER.CREATE DIRECT.GET').map(
        (what) => `$JS.API.${what}.metes-${name}`,
      ),
      ...names.flatMap((other) => [
        ...words('INFO DELETE MSG.NEXT DURABLE.CREATE CREATE').map(
          (what) => `$JS.API.CONSUMER.${what}.metes-${name}.${other}`,
        ),
        `$JS.ACK.metes-${name}.${other}.1.1.1.1.0`,
      ]),
    ]),
    ...words('$JS.API.INFO $JS.API.STREAM.NAMES $JS.API.STREAM.LIST $JS.EVENT.ADVISORY.API $KV.bucket.key'),
    ...words('$SYS.REQ.SERVER.PING $SYS.REQ.USER.INFO $SYS.ACCOUNT.metes.CONNECT _INBOX.abc anything'),
  ];
  const wild = [
    ...words('> * *.> *.* metes.> metes.* metes.*.*.* _INBOX.> _INBOX.* _INBOX.*.* _INBOX.*.>'),
    ...words('$JS.> $JS.API.> $JS.ACK.> $JS.EVENT.> $SYS.> $KV.> _R_.> _GR_.>'),
    ...contracts.flatMap((each) => words(`metes.${each}.* metes.${each}.>`)),
    ...names.flatMap((name) => [
      ...words(`metes.${name}.> metes.${name}.*.v1 _INBOX.${name}.> _INBOX.${name}.* _INBOX.${name}*.>`),
      ...words(
        `$JS.API.STREAM.*.metes-${name} $JS.API.CONSUMER.MSG.NEXT.metes-${name}.* $JS.ACK.metes-${name}.>`,
      ),
    ]),
  ];
  return { plain, wild };
}

interface Subjects {
  readonly plain: readonly string[];
  /** Nobody publishes to these. */
  readonly wild: readonly string[];
}

function words(text: string): readonly string[] {
  return text.split(' ');
}

/** Everything that the broker let through or refused otherwise than the map has it. */
export async function differences(
  server: NatsServer,
  map: ContextMap,
): Promise<{ found: string[]; tried: number }> {
  const { plain, wild } = subjectsOf(map);
  const found: string[] = [];
  let tried = 0;
  for (const { name: context } of map.contexts) {
    const { publishes, hears } = allowedBy(map, context);
    const own = new Set(publishes.flatMap((each) => [`metes.${each}.v1`, `metes.${each}.v2`]));
    for (const owner of hears.keys()) {
      own.add(`$JS.API.CONSUMER.MSG.NEXT.metes-${owner}.${context}`);
      own.add(`$JS.ACK.metes-${owner}.${context}.1.1.1.1.0`);
    }
    const isInbox = (subject: string): boolean => subject.startsWith(`_INBOX.${context}.`);
    const connection = await server.as(context);
    const refused = await refusals(connection, plain, [...plain, ...wild]);
    const compare = (what: string, subject: string, may: boolean): void => {
      tried++;
      const was = !refused.has(`${what} ${subject}`);
      if (may !== was) found.push(`${context} ${was ? 'may' : 'may not'} ${what} ${subject}`);
    };
    for (const subject of plain) compare('publish', subject, own.has(subject));
    for (const subject of [...plain, ...wild]) {
      compare('subscribe', subject, isInbox(subject));
      compare('share', subject, isInbox(subject));
    }
    await connection.close();
  }
  return { found, tried };
}

/** What a connection is refused of what it tries to publish, to subscribe to, and to subscribe to as one of a group. */
async function refusals(
  connection: NatsConnection,
  toPublish: readonly string[],
  toHear: readonly string[],
): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  const callback = (): void => undefined;
  void (async () => {
    for await (const status of connection.status()) {
      if (status.type !== 'error') continue;
      const { operation, subject, queue } = status.error as {
        operation?: string;
        subject?: string;
        queue?: string;
      };
      const what = operation === 'publish' ? 'publish' : queue ? 'share' : 'subscribe';
      if (operation) refused.add(`${what} ${subject}`);
    }
  })();
  for (const subject of toPublish) connection.publish(subject, 'intruder');
  for (const subject of toHear) {
    connection.subscribe(subject, { callback });
    connection.subscribe(subject, { callback, queue: 'group' });
  }
  await connection.flush();
  // The refusals have arrived before the answer to the flush; they are told one by one.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return refused;
}
