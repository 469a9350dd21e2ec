import { entry, streamOf } from '../w2/appending.ts';

/** How many aggregates the events of the publisher belong to. */
export const relayStreams = 10_000;

/** What a consumer says after a round. */
export interface Received {
  readonly events: number;
  /** Different event ids. */
  readonly distinct: number;
  /** The sum over all events of their place among those of their aggregate. */
  readonly versions: number;
}

/** The data of event number `number` (from 0): aggregates take turns, so pages hold events of many. */
export const relayed = (number: number) => entry(streamOf(number % relayStreams), number);

/** What is wrong with what the consumer has, if anything. */
export function checkReceived(received: Received, units: number): readonly string[] {
  const rounds = Math.floor(units / relayStreams);
  const rest = units % relayStreams;
  const versions = (relayStreams * rounds * (rounds + 1)) / 2 + rest * (rounds + 1);
  const findings: string[] = [];
  if (received.events !== units) findings.push(`recorded: ${received.events} and not ${units}`);
  if (received.distinct !== units)
    findings.push(`different events recorded: ${received.distinct} and not ${units}`);
  if (received.versions !== versions)
    findings.push(`sum of the versions: ${received.versions} and not ${versions}`);
  return findings;
}
