import { MetesError } from '../base/errors.ts';
import { firstDifference, toJson } from '../base/json.ts';
import type { AggregateType } from '../domain/aggregate.ts';
import { replay, restore } from '../domain/aggregate.ts';
import { type AggregateRoot, markCommitted, stateOf } from '../domain/aggregate-root.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { eventClassOf, type EventOf } from '../domain/event.ts';
import { unexpected } from './expectation.ts';
import { watched, type Watched } from './watched.ts';

/** An aggregate at the beginning of a test; each step gives the next, nothing is shared. */
export interface Given<A extends AggregateRoot<any, any, any>> {
  /** After these events: event-sourced aggregates and deciders. @throws METES_TESTING_PAST for state-stored ones */
  after(...events: readonly EventOf[]): Given<A>;
  /** In this state, in its JSON form or with live objects. @throws METES_DOMAIN_STATE_UNREADABLE */
  in(state: A extends AggregateRoot<any, infer State, any> ? State : never): Given<A>;
  /** After its own methods were called; what they raised counts as past. */
  once(...actions: readonly ((root: A) => unknown)[]): Given<A>;
  /** Does what the test is about. @throws METES_DOMAIN_SILENT_CHANGE, METES_DOMAIN_ROUND_TRIP */
  when<R>(action: (root: A) => R): Outcome<A, R>;
  /** The aggregate as it is, for tests that look at it directly. */
  readonly root: A;
}

/** What came of `when`, to be compared with what was expected. */
export interface Outcome<A extends AggregateRoot<any, any, any>, R> {
  /** Exactly these events were raised, in this order. None given: none raised. @throws METES_TESTING_EXPECTATION */
  thenRaised(...events: readonly EventOf[]): Outcome<A, R>;
  /** The domain refused with this rule. @throws METES_TESTING_EXPECTATION */
  thenRefused(rule: string | RegExp): Outcome<A, R>;
  /** The method returned this, compared by its JSON form. @throws METES_TESTING_EXPECTATION */
  thenReturned(value: R): Outcome<A, R>;
  /** The state has this JSON form now. @throws METES_TESTING_EXPECTATION */
  thenState(state: unknown): Outcome<A, R>;
  /** The aggregate after it all. */
  readonly root: A;
}

/**
 * Begins a test of an aggregate, state-stored, event-sourced or decider alike.
 *
 * @example
 * given(Order).at(orderId).once((order) => order.addLine(line))
 *   .when((order) => order.submit())
 *   .thenRaised(new OrderSubmitted({ orderId, total }));
 */
export function given<A extends AggregateRoot<any, any, any>>(
  type: AggregateType<A>,
): { at(id: A['id']): Given<A> } {
  return { at: (id) => begun(type, id, () => new type({ id, version: 0, state: type.initial(id) })) };
}

function begun<A extends AggregateRoot<any, any, any>>(
  type: AggregateType<A>,
  id: string,
  make: () => A,
): Given<A> {
  const next = (change: (root: A) => void): Given<A> =>
    begun(type, id, () => {
      const root = make();
      change(root);
      markCommitted(root);
      return root;
    });
  return {
    after: (...events) => {
      if (type.kind === 'state-stored') throw new MetesError('METES_TESTING_PAST', { aggregate: type.type });
      return begun(type, id, () => replay(type, id, events.map(stored)));
    },
    in: (state) => begun(type, id, () => restore(type, { id, version: 1, state: toJson(state) })),
    once: (...actions) => next((root) => actions.forEach((action) => action(root))),
    when: (action) => {
      const root = make();
      return outcome(
        root,
        type.type,
        watched(root, () => action(root)),
      );
    },
    get root() {
      return make();
    },
  };
}

function outcome<A extends AggregateRoot<any, any, any>, R>(
  root: A,
  subject: string,
  came: Watched<R>,
): Outcome<A, R> {
  const checked = (check: () => void): Outcome<A, R> => {
    check();
    return self;
  };
  const succeeded = (): R => {
    if (!('error' in came)) return came.result;
    if (!(came.error instanceof DomainRuleBroken)) throw came.error;
    return unexpected(subject, `it refused: ${came.error.rule}`, 'no refusal', came.error.rule, came.error);
  };
  const compare = (what: string, expected: unknown, actual: unknown): void => {
    const path = firstDifference(expected, actual);
    if (path !== undefined)
      unexpected(
        subject,
        `${what} ${path === '' ? 'differ' : `differ at "${path}"`}`,
        toJson(expected),
        toJson(actual),
      );
  };
  const self: Outcome<A, R> = {
    root,
    thenRaised: (...events) =>
      checked(() => {
        succeeded();
        compare('the events', events.map(named), came.events.map(named));
      }),
    thenRefused: (rule) =>
      checked(() => {
        if (!('error' in came))
          unexpected(subject, 'it did not refuse', String(rule), came.events.map(named));
        if (!(came.error instanceof DomainRuleBroken)) throw came.error;
        const fits = typeof rule === 'string' ? came.error.rule === rule : rule.test(came.error.rule);
        if (!fits)
          unexpected(subject, 'it refused with another rule', String(rule), came.error.rule, came.error);
      }),
    thenReturned: (value) => checked(() => compare('what it returned', value, succeeded())),
    thenState: (state) =>
      checked(() => {
        succeeded();
        compare('the state', state, stateOf(root));
      }),
  };
  return self;
}

function named(event: object): { readonly event: string; readonly data: unknown } {
  return { event: eventClassOf(event).type, data: event };
}

function stored(event: object): {
  readonly type: string;
  readonly typeVersion: number;
  readonly data: unknown;
} {
  const { type, version } = eventClassOf(event);
  return { type, typeVersion: version, data: toJson(event) };
}
