import type { MemoryDatabase } from 'metes/memory';
import { shop } from '../map.ts';
import type { ContextSnapshot, Snapshot } from './snapshot.ts';

/** What a store in memory keeps of the contexts, in the form in which an audit reads it. */
export function keptSnapshot(database: MemoryDatabase): Snapshot['contexts'] {
  return Object.fromEntries(
    shop.contexts.map(({ name }) => [name, contextSnapshot(database, name)]),
  ) as unknown as Snapshot['contexts'];
}

function contextSnapshot(database: MemoryDatabase, name: string): ContextSnapshot {
  const kept = database.context(name);
  return {
    log: kept.log.map(({ data, published, ...event }, index) => ({
      ...event,
      position: index + 1,
      data: JSON.parse(data),
      published: published === undefined ? null : JSON.parse(published),
    })),
    aggregates: [...kept.aggregates].map(([key, { version, state = 'null' }]) => {
      const [type, id] = texts(key);
      return { type: type!, id: id!, version, state: JSON.parse(state) };
    }),
    cursors: [...kept.cursors].map(([subscription, { position }]) => ({ subscription, position })),
    handled: [...kept.handled].flatMap(([subscription, positions]) =>
      [...positions].map((position) => ({ subscription, position })),
    ),
    parked: [...kept.parked.values()],
    answers: [...kept.answers].map(([name, { answer }]) => {
      const [principal, route, key] = texts(name);
      return { principal: principal!, route: route!, key: key!, answer: JSON.parse(answer) };
    }),
    tallies: [...kept.tallies].map(([name, accounts]) => {
      const [tally, key] = texts(name);
      return { tally: tally!, key: key!, accounts };
    }),
    deadlines: [...kept.deadlines.values()],
    rows: [...kept.rows].flatMap(([name, rows]) => {
      const [projection, generation] = texts(name);
      if (Number(generation) !== (kept.projections.get(projection!)?.generation ?? 0)) return [];
      return [...rows].map(([key, content]) => ({
        projection: projection!,
        key,
        content: JSON.parse(content),
      }));
    }),
  };
}

function texts(key: string): readonly string[] {
  return JSON.parse(key) as string[];
}
