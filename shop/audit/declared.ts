import type { Command, Context, EventClass, EventFacts, Handler, Policy, Source } from 'metes';
import type { Holdings } from 'metes/testing';
import { shop } from '../map.ts';
import { contextsOf, type ContextSnapshot, type LoggedEvent, type Snapshot } from './snapshot.ts';

/** A command that a policy of the map makes of an event that is in a log. */
export interface ImpliedCommand {
  readonly cause: LoggedEvent;
  readonly publisher: string;
  /** The context that reacts. */
  readonly context: Context;
  readonly policy: Policy;
  readonly handler: Handler;
  readonly command: Command;
  readonly targetId: string;
}

/** The declaration of a context of the map. */
export function declared(name: string): Context {
  return shop.contexts.find((each) => each.name === name)!;
}

/**
 * Every command that follows from the logs by the policies that the map declares: a policy that is added to the map is
 * audited without another word.
 */
export function impliedCommands(snapshot: Snapshot): readonly ImpliedCommand[] {
  const implied: ImpliedCommand[] = [];
  for (const context of shop.contexts) {
    for (const policy of context.policies) {
      for (const [publisher, { log }] of contextsOf(snapshot)) {
        if (publisher !== publisherOf(policy.when, context)) continue;
        for (const cause of log) {
          if (!carries(cause, policy.when)) continue;
          const reaction = policy.then(received(cause, policy.when, publisher), factsOf(cause));
          for (const command of reaction === undefined ? [] : [reaction].flat()) {
            const handler = context.handlers.find(({ command: handled }) => command instanceof handled)!;
            implied.push({
              cause,
              publisher,
              context,
              policy,
              handler,
              command,
              targetId: handler.id(command),
            });
          }
        }
      }
    }
  }
  return implied;
}

/** The names of all subscriptions that the map leads to, with the context that each reads. */
export function subscriptionsOf(
  context: Context,
): ReadonlyMap<string, { readonly publisher: string; readonly sources: readonly Source[] }> {
  const found = new Map<string, { readonly publisher: string; readonly sources: Source[] }>();
  const add = (prefix: string, source: Source): void => {
    const publisher = publisherOf(source, context);
    const name = `${prefix}<-${publisher}`;
    const sources = found.get(name)?.sources ?? [];
    found.set(name, { publisher, sources: [...sources, source] });
  };
  for (const { when } of context.policies) add(context.name, when);
  for (const { call, when } of context.calls) add(`${context.name}.${call}`, when);
  for (const { projection, folds } of context.projections)
    for (const { source } of folds) add(`${context.name}.${projection}`, source);
  return found;
}

/** The event as its class reads it back. */
export function revived({ type, typeVersion, data }: LoggedEvent, publisher: string): unknown {
  const found = declared(publisher).aggregates.map(({ events }) => events.get(type));
  return found.find((each): each is EventClass => each !== undefined)?.fromJson(data, typeVersion);
}

/** True when the event is, or was published as, what the source names. */
export function carries(event: LoggedEvent, source: Source): boolean {
  if (typeof source === 'function') return event.type === source.type;
  return event.published?.some(({ contract }) => contract === source.contract) === true;
}

/** What a reaction to the source gets of the event. */
export function received(event: LoggedEvent, source: Source, publisher: string): unknown {
  if (typeof source === 'function') return revived(event, publisher);
  const form = event.published!.find(({ contract }) => contract === source.contract)!;
  return source.read(form.version, form.data);
}

/** The facts around an event. */
export function factsOf({ id, aggregateId, version, time, correlation }: LoggedEvent): EventFacts {
  return { eventId: id, subject: aggregateId, sequence: version, time, correlation };
}

/** Events by their id, each with the context whose log has it. */
export function everyEvent(
  snapshot: Snapshot,
): ReadonlyMap<string, LoggedEvent & { readonly context: string }> {
  return new Map(
    contextsOf(snapshot).flatMap(([context, { log }]) =>
      log.map((event) => [event.id, { ...event, context }] as const),
    ),
  );
}

/** What the accounts of a context's tallies hold, by tally, key and account. */
export function holdingsOf({ tallies }: ContextSnapshot, context: Context): Holdings {
  const holdings: Record<string, Record<string, Record<string, number>>> = {};
  for (const { tally, key, accounts } of tallies) {
    const names = context.tallies.find((each) => each.tally === tally)?.accounts ?? [];
    (holdings[tally] ??= {})[key] = Object.fromEntries(names.map((name, at) => [name, accounts[at] ?? 0]));
  }
  return holdings;
}

function publisherOf(source: Source, context: Context): string {
  return typeof source === 'function' ? context.name : source.context;
}
