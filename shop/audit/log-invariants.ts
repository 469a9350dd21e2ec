import { declared } from './declared.ts';
import { inspection, type Invariant } from './invariant.ts';
import { contextsOf } from './snapshot.ts';

/** I13: the versions of an aggregate are its events, 1 to n without a hole. */
export const versionsAreEvents: Invariant = {
  name: 'I13',
  says: 'version n of an aggregate has exactly n events, numbered 1 to n, all of them declared',
  check: (snapshot) => {
    const look = inspection();
    for (const [context, { log, aggregates }] of contextsOf(snapshot)) {
      const types = new Map(declared(context).aggregates.map(({ type, events }) => [type, events]));
      const versions = new Map<string, number>();
      for (const { aggregateType, aggregateId, version, type } of log) {
        const key = `${aggregateType}/${aggregateId}`;
        const before = versions.get(key) ?? 0;
        look.expect(
          version === before + 1,
          () => `${context}: ${key} has version ${version} after ${before}`,
        );
        look.expect(
          types.get(aggregateType)?.has(type) === true,
          () => `${context}: ${key} has the event ${type}, which it does not declare`,
        );
        versions.set(key, version);
      }
      for (const { type, id, version } of aggregates) {
        const events = versions.get(`${type}/${id}`) ?? 0;
        look.expect(
          events === version,
          () => `${context}: ${type}/${id} is at version ${version} and has ${events} events`,
        );
      }
      look.expect(
        versions.size === aggregates.length,
        () => `${context}: ${versions.size} aggregates have events, ${aggregates.length} are stored`,
      );
    }
    return look.result();
  },
};

/** I14: the log has no holes, every event is there once, and what the map publishes of it left, and nothing else. */
export const logIsWhole: Invariant = {
  name: 'I14',
  says: 'positions are 1 to n without a hole, ids are unique, and each event is published as the map says',
  check: (snapshot) => {
    const look = inspection();
    const ids = new Set<string>();
    for (const [context, { log }] of contextsOf(snapshot)) {
      const { publishes } = declared(context);
      for (const [index, { position, id, type, published }] of log.entries()) {
        look.expect(
          position === index + 1,
          () => `${context}: position ${position} stands at place ${index + 1}`,
        );
        look.expect(!ids.has(id), () => `${context}: the event ${id} is there twice`);
        ids.add(id);
        const wanted = publishes.flatMap(({ event, contract }) =>
          event.type === type ? [contract.contract] : [],
        );
        const found = (published ?? []).map(({ contract }) => contract);
        look.expect(
          found.sort().join() === wanted.sort().join(),
          () => `${context}: ${type} ${id} was published as ${list(found)}, not as ${list(wanted)}`,
        );
      }
    }
    return look.result();
  },
};

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(' and ');
}
