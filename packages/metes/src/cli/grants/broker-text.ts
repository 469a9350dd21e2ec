import { accountOfStreams } from '../../contract/broker-names.ts';
import type { KafkaPermissions, NatsPermissions } from './broker-permissions.ts';

/**
 * The permissions as a part of the configuration of a NATS server, with the streams and consumers to make. Streams are in
 * an account of their own: in one account with its clients, an answer of JetStream goes wherever the client that asked
 * says, also to subjects to which that client may not publish.
 */
export function natsText(permissions: readonly NatsPermissions[]): string {
  const exported = permissions.flatMap(({ account, publish }) =>
    publish.map((subject) => `      { service: "${subject}", ${answers(subject)}accounts: [${account}] }`),
  );
  const accounts = permissions.map(
    ({ context, account, publish, subscribe }) => `  ${account} {
    users: [
      {
        user: "${context}", password: $${variable(context)}
        permissions: {
          publish: { allow: [${list(publish)}] }
          subscribe: { allow: [${list(subscribe)}] }
        }
      }
    ]
    imports: [
${publish.map((subject) => `      { service: { account: ${accountOfStreams}, subject: "${subject}" } }`).join('\n')}
    ]
  }`,
  );
  const making = permissions.flatMap(({ stream, consumers }) => [
    ...(stream.subjects.length > 0
      ? [`#   nats stream add ${stream.name} --subjects "${stream.subjects.join(',')}" --defaults`]
      : []),
    ...consumers.map(
      (each) =>
        `#   nats consumer add ${each.stream} ${each.name} --pull --ack explicit ${each.filterSubjects.map((subject) => `--filter "${subject}"`).join(' ')} --defaults`,
    ),
  ]);
  return `# Each context publishes its own contracts and is sent what the map exposes to it, nothing else.
# Clients connect with their own inbox: inboxPrefix "_INBOX.<context>". The server needs a block jetstream { ... }.
# The operator makes the streams and consumers, since NATS cannot check the filters that a client asks for. A consumer
# with more than one filter needs NATS 2.10: an older server takes it without any, and sends all of the stream.
${making.join('\n')}
accounts {
  ${accountOfStreams} {
    jetstream: enabled
    users: [ { user: "operator@${accountOfStreams}", password: $NATS_OPERATOR_PASSWORD } ]
    exports: [
${exported.join('\n')}
    ]
  }
${accounts.join('\n')}
}
`;
}

/** A fetch is answered with several messages. */
function answers(subject: string): string {
  return subject.startsWith('$JS.API.CONSUMER.MSG.NEXT.') ? 'response_type: "Stream", ' : '';
}

/** The permissions as calls of the tool that comes with Kafka. */
export function kafkaText(permissions: readonly KafkaPermissions[]): string {
  const parts = permissions.map(({ context, write, read, group }) => {
    const add = `kafka-acls.sh --bootstrap-server "$BOOTSTRAP" --command-config admin.properties --add --allow-principal "User:${context}"`;
    return [
      `# ${context}`,
      ...write.map((topic) => `${add} --operation Write --operation Describe --topic ${topic}`),
      ...read.map((topic) => `${add} --operation Read --operation Describe --topic ${topic}`),
      ...(read.length > 0 ? [`${add} --operation Read --group ${group}`] : []),
    ].join('\n');
  });
  return `# Each context writes its own topics and reads what the map exposes to it. The brokers must refuse what is not
# allowed: authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer, allow.everyone.if.no.acl.found=false
${parts.join('\n\n')}
`;
}

function list(subjects: readonly string[]): string {
  return subjects.map((each) => `"${each}"`).join(', ');
}

function variable(context: string): string {
  return `${context.toUpperCase().replaceAll('-', '_')}_NATS_PASSWORD`;
}
