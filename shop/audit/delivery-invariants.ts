import { DomainRuleBroken, parse } from 'metes';
import { handled, type Holdings } from 'metes/testing';
import {
  declared,
  everyEvent,
  holdingsOf,
  type ImpliedCommand,
  impliedCommands,
  subscriptionsOf,
} from './declared.ts';
import { inspection, type Invariant } from './invariant.ts';
import { contextsOf, type Snapshot, type StoredAggregate } from './snapshot.ts';

/** I15: every published event took effect once at every subscriber. */
export const effectsHappenOnce: Invariant = {
  name: 'I15',
  says: 'every subscriber of the map has read every log to its end, and what follows from each event is there once',
  check: (snapshot) => {
    const look = inspection();
    const heads = new Map<string, number>(
      contextsOf(snapshot).map(([context, { log }]) => [context, log.length]),
    );
    for (const [context, { cursors, handled: ahead, parked }] of contextsOf(snapshot)) {
      const places = new Map(cursors.map(({ subscription, position }) => [subscription, position]));
      for (const [subscription, { publisher }] of subscriptionsOf(declared(context))) {
        const head = heads.get(publisher);
        const place = places.get(subscription);
        look.expect(place === head, () => `${subscription} stands at ${place}, the log ends at ${head}`);
      }
      for (const { subscription, position } of ahead) {
        const place = places.get(subscription) ?? 0;
        look.expect(
          position <= place,
          () => `${subscription} handled ${position} ahead and never caught up with it from ${place}`,
        );
      }
      look.expect(parked.length === 0, () => `${context} has ${parked.length} messages set aside`);
    }
    const effects = new Map<string, number>();
    for (const [context, { log }] of contextsOf(snapshot)) {
      for (const { causation, aggregateType, aggregateId, type } of log) {
        const effect = `${causation} ${aggregateType}/${aggregateId} ${type}`;
        look.expect(!effects.has(effect), () => `${context}: an event took effect twice: ${effect}`);
        effects.set(effect, 1);
        const target = targetKey(context, causation, aggregateType, aggregateId);
        effects.set(target, (effects.get(target) ?? 0) + 1);
      }
    }
    const isDone = whetherDone(snapshot);
    for (const implied of impliedCommands(snapshot)) {
      const { cause, context, handler, targetId, policy } = implied;
      const target = targetKey(context.name, cause.id, handler.aggregate.type, targetId);
      look.expect(
        effects.has(target) || isDone(implied),
        () => `${cause.type} ${cause.id} never led to what "${policy.policy}" says`,
      );
    }
    return look.result();
  },
};

function targetKey(context: string, cause: string, aggregateType: string, aggregateId: string): string {
  return `${context}: ${cause} -> ${aggregateType}/${aggregateId}`;
}

/**
 * Tells whether a command has nothing left to do: carried out on the aggregate as it stands it raises no event. So a
 * reaction that rightly did nothing is no breach, and one that was lost is.
 */
function whetherDone(snapshot: Snapshot): (implied: ImpliedCommand) => boolean {
  const stored = new Map<string, StoredAggregate>();
  const holdings = new Map<string, Holdings>();
  for (const [name, context] of contextsOf(snapshot)) {
    for (const each of context.aggregates) stored.set(`${name}: ${each.type}/${each.id}`, each);
    holdings.set(name, holdingsOf(context, declared(name)));
  }
  return ({ context: { name }, handler, command, targetId }) => {
    const { aggregate } = handler;
    const found = stored.get(`${name}: ${aggregate.type}/${targetId}`);
    if (!found && handler.expects === 'existing') return false;
    const state = found
      ? parse(aggregate.stateSchema, found.state, `the state of ${targetId}`)
      : aggregate.initial(targetId);
    const root = new aggregate({ id: targetId, version: found?.version ?? 0, state });
    try {
      return handled(handler, command, { root, tallies: holdings.get(name)! }).events.length === 0;
    } catch (error) {
      if (error instanceof DomainRuleBroken) return false;
      throw error;
    }
  };
}

/** I16: no subscriber applied an older version of an aggregate after a newer one. */
export const orderIsKept: Invariant = {
  name: 'I16',
  says: 'the effects at each subscriber follow the versions of the aggregate that caused them',
  check: (snapshot) => {
    const look = inspection();
    const events = everyEvent(snapshot);
    for (const [context, { log }] of contextsOf(snapshot)) {
      const applied = new Map<string, number>();
      for (const { causation, type } of log) {
        const cause = events.get(causation);
        // Calls of different kinds run beside each other; what orders them is the aggregate that they report to.
        if (!cause || cause.context === context) continue;
        const key = `${cause.context}/${cause.aggregateType}/${cause.aggregateId}`;
        const before = applied.get(key) ?? 0;
        look.expect(
          cause.version >= before,
          () => `${context}: version ${cause.version} of ${key} led to ${type} after version ${before} did`,
        );
        applied.set(key, Math.max(cause.version, before));
      }
    }
    return look.result();
  },
};
