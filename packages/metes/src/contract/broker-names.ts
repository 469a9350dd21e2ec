/** What every name in a broker begins with, so that a system shares one with others. */
const root = 'metes';

/**
 * The NATS subject of one version of a contract.
 *
 * @example subjectOf('ordering.order-placed', 2) // 'metes.ordering.order-placed.v2'
 */
export function subjectOf(contract: string, version: number | '*'): string {
  return `${root}.${contract}.${version === '*' ? '*' : `v${version}`}`;
}

/** The JetStream stream that keeps what a context publishes. */
export function streamOf(context: string): string {
  return `${root}-${context}`;
}

/** The NATS account that holds the streams of all contexts, and that only operators log in to. */
export const accountOfStreams = root;

/** The NATS account of a context. */
export function accountOf(context: string): string {
  return `${root}-${context}`;
}

/** The Kafka topic of a contract: all its versions, keyed by the id of the aggregate. */
export function topicOf(contract: string): string {
  return `${root}.${contract}`;
}

/** The Kafka consumer group of a context. */
export function groupOf(context: string): string {
  return `${root}.${context}`;
}
