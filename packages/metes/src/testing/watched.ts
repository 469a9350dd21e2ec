import { MetesError } from '../base/errors.ts';
import { firstDifference, type Json, toJson } from '../base/json.ts';
import { parse } from '../base/schema.ts';
import { type AggregateRoot, pendingEvents, stateOf, typeOf } from '../domain/aggregate-root.ts';
import { eventClassOf } from '../domain/event.ts';

type Root = AggregateRoot<any, any, any>;

/** What came of an action on an aggregate: it threw, or it returned and raised events. */
export type Watched<R> =
  | { readonly error: unknown; readonly events: readonly object[] }
  | { readonly result: R; readonly events: readonly object[] };

/**
 * Runs an action on an aggregate and looks at what a store would lose: changes that raised no event, changes before a
 * refusal, changes of an event-sourced state that its events do not tell, and data that JSON does not give back.
 *
 * @throws METES_DOMAIN_SILENT_CHANGE, METES_DOMAIN_ROUND_TRIP
 */
export function watched<R>(root: Root, action: () => R): Watched<R> {
  const before = toJson(stateOf(root));
  const count = pendingEvents(root).length;
  let result: R;
  try {
    result = action();
  } catch (error) {
    mustBe(root, before, 'although it refused');
    return { error, events: [] };
  }
  const events = pendingEvents(root).slice(count);
  const { evolve } = typeOf(root);
  if (events.length === 0) mustBe(root, before, 'without raising an event');
  else if (evolve) mustBe(root, folded(root, before, events), 'in another way than its events tell');
  mustSurviveStorage(root, events);
  return { result, events };
}

/** The state that an event-sourced aggregate has when it is read back: the fold of its events over the state before. */
function folded(root: Root, before: Json, events: readonly object[]): unknown {
  const { evolve, stateSchema, type } = typeOf(root);
  let state: unknown = parse(stateSchema, before, `the state of ${type}`);
  for (const event of events) state = evolve?.(state, event) ?? state;
  return state;
}

function mustBe(root: Root, expected: unknown, how: string): void {
  const path = firstDifference(expected, stateOf(root));
  if (path === undefined) return;
  throw new MetesError('METES_DOMAIN_SILENT_CHANGE', {
    aggregate: typeOf(root).type,
    id: root.id,
    path,
    how,
  });
}

function mustSurviveStorage(root: Root, events: readonly object[]): void {
  const { type, stateSchema } = typeOf(root);
  mustComeBack(stateOf(root), `the state of ${type}`, (json) =>
    parse(stateSchema, json, `the state of ${type}`),
  );
  for (const event of events) {
    const Event = eventClassOf(event);
    mustComeBack(event, Event.type, (json) => Event.fromJson(json, Event.version));
  }
}

function mustComeBack(value: unknown, subject: string, read: (json: Json) => unknown): void {
  let path: string | undefined;
  let cause: unknown;
  try {
    path = firstDifference(value, read(toJson(value)));
  } catch (error) {
    [path, cause] = ['', error];
  }
  if (path !== undefined) throw new MetesError('METES_DOMAIN_ROUND_TRIP', { subject, path }, { cause });
}
