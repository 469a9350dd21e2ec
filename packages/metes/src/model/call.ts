import { mustFit, optional, partsOf, said } from '../base/argument.ts';
import { type Duration, milliseconds } from '../base/duration.ts';
import type { Command } from './command.ts';
import { callback, count, duration, line, port, source } from './kinds.ts';
import type { Port } from './port.ts';
import type { EventFacts, HeardName, Received, Source } from './source.ts';

/** How often and how fast something is tried again: exponential backoff with jitter between `first` and `most`. */
export interface Retry {
  /** Tries in all, the first included. */
  readonly attempts: number;
  readonly first: Duration;
  readonly most: Duration;
}

/** What a call knows of the try that it is. */
export interface CallTry {
  /** 1 for the first try. */
  readonly attempt: number;
  /** The same for every try of the same event: the key that makes the far side take effect once. */
  readonly idempotencyKey: string;
  /** Aborted when `within` has passed or the process stops. */
  readonly signal: AbortSignal;
}

/** A call to the world outside, made when an event has happened and outside of any transaction. */
export interface Call<Hears extends string = string> {
  readonly call: string;
  readonly when: Source;
  readonly through: Port;
  readonly run: (port: any, event: any, attempt: CallTry, facts: EventFacts) => Promise<unknown>;
  readonly then: (result: any, event: any, facts: EventFacts) => Command | undefined;
  readonly failed?: (error: unknown, event: any, facts: EventFacts) => Command | undefined;
  readonly within: Duration;
  readonly retry: Retry;
  /** Only for types. */
  readonly '~hears'?: Hears;
}

/** The retries of a call that says nothing else. */
export const defaultRetry: Retry = { attempts: 8, first: '100ms', most: '30s' };

const parts = {
  when: source,
  through: port,
  run: callback,
  then: callback,
  failed: optional(callback),
  within: optional(duration),
  retry: optional(partsOf('how it is tried again', { attempts: count, first: duration, most: duration })),
};
const declared = partsOf('what is said of a call', parts);

/** A call as a context has it. */
export const callKind = partsOf('a call', { call: line, ...parts }, "call('...', { ... })");

/**
 * Declares a call to the outside. It is made at least once for each event and recorded exactly once: the command that
 * `then` gives commits together with the mark that the call is done. Calls of one aggregate keep their order. When all
 * tries have failed, `failed` may give a command that records it; else the event becomes a dead letter.
 *
 * @throws METES_ARGUMENT_INVALID, METES_DURATION_INVALID
 * @example
 * call('authorise the payment', { when: PaymentRequested, through: gateway, within: '10s',
 *   run: (gateway, event, attempt) => gateway.authorise(event.paymentId, attempt.idempotencyKey),
 *   then: (result, event) => new RecordAuthorisation({ paymentId: event.paymentId, result }) });
 */
export function call<S extends Source, P, R>(
  name: string,
  declaration: {
    readonly when: S;
    readonly through: Port<string, P>;
    readonly run: (port: P, event: Received<S>, attempt: CallTry, facts: EventFacts) => Promise<R>;
    readonly then: (result: R, event: Received<S>, facts: EventFacts) => Command | undefined;
    readonly failed?: (error: unknown, event: Received<S>, facts: EventFacts) => Command | undefined;
    readonly within?: Duration;
    readonly retry?: Retry;
  },
): Call<HeardName<S>> {
  mustFit('call', { name, declaration }, { name: line, declaration: declared });
  const whole = { within: '30s' as const, retry: defaultRetry, ...said(declaration) };
  for (const each of [whole.within, whole.retry.first, whole.retry.most]) milliseconds(each);
  return { call: name, ...whole };
}
