import { accountOf, groupOf, streamOf, subjectOf, topicOf } from '../../contract/broker-names.ts';
import type { ContextMap } from '../../model/context-map.ts';
import { crossings } from '../../model/crossings.ts';

/** What the user of one context may do at NATS with JetStream. */
export interface NatsPermissions {
  readonly context: string;
  /** The account of the context, which no other one is in. */
  readonly account: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** The stream of what it publishes; made by an operator. */
  readonly stream: { readonly name: string; readonly subjects: readonly string[] };
  /** Its consumers of other contexts' streams; made by an operator, so that no context chooses what it is sent. */
  readonly consumers: readonly {
    readonly stream: string;
    readonly name: string;
    readonly filterSubjects: readonly string[];
  }[];
}

/** What the user of one context may do at Kafka. */
export interface KafkaPermissions {
  readonly context: string;
  /** Topics that it writes. */
  readonly write: readonly string[];
  /** Topics that it reads. */
  readonly read: readonly string[];
  readonly group: string;
}

interface Flow {
  readonly context: string;
  /** Contracts that the context publishes to anybody. */
  readonly out: readonly string[];
  /** Contracts that the map exposes to it, by their publisher. */
  readonly into: ReadonlyMap<string, readonly string[]>;
}

/** The permissions of each context at NATS, derived from the map: its own contracts out, what the map exposes to it in. */
export function natsPermissions(map: ContextMap): readonly NatsPermissions[] {
  return flows(map).map(({ context, out, into }) => {
    const consumers = [...into].map(([publisher, contracts]) => ({
      stream: streamOf(publisher),
      name: context,
      filterSubjects: contracts.map((each) => subjectOf(each, '*')),
    }));
    return {
      context,
      account: accountOf(context),
      publish: [
        ...out.map((each) => subjectOf(each, '*')),
        ...consumers.flatMap(({ stream, name }) => [
          `$JS.API.CONSUMER.MSG.NEXT.${stream}.${name}`,
          `$JS.ACK.${stream}.${name}.>`,
        ]),
      ],
      // Not the common _INBOX.>: clients that forget to set their inbox are told at once.
      subscribe: [`_INBOX.${context}.>`],
      stream: { name: streamOf(context), subjects: out.map((each) => subjectOf(each, '*')) },
      consumers,
    };
  });
}

/** The permissions of each context at Kafka, derived from the map. */
export function kafkaPermissions(map: ContextMap): readonly KafkaPermissions[] {
  return flows(map).map(({ context, out, into }) => ({
    context,
    write: out.map(topicOf),
    read: [...into.values()].flat().map(topicOf),
    group: groupOf(context),
  }));
}

function flows(map: ContextMap): readonly Flow[] {
  const crossed = crossings(map);
  return map.contexts.map(({ name, publishes }) => {
    const into = new Map<string, string[]>();
    for (const { contract, publisher, subscriber } of crossed) {
      if (subscriber !== name) continue;
      into.set(publisher, [...(into.get(publisher) ?? []), contract.contract].sort());
    }
    const out = [...new Set(publishes.map(({ contract }) => contract.contract))].sort();
    return { context: name, out, into };
  });
}
