import { isDeepStrictEqual } from 'node:util';
import { parse, toJson } from 'metes';
import { carries, declared, factsOf, received, subscriptionsOf } from './declared.ts';
import { inspection, type Invariant } from './invariant.ts';
import { contextsOf } from './snapshot.ts';

/** I20: the rows of a read model are the fold of the events of its owner. */
export const readModelsMatch: Invariant = {
  name: 'I20',
  says: "the rows of every read model are the fold of its owner's events, row by row",
  check: (snapshot) => {
    const look = inspection();
    for (const [name, { log, rows }] of contextsOf(snapshot)) {
      const context = declared(name);
      for (const { projection, row, folds } of context.projections) {
        // Only one log has an order; the fold of several can be compared only along their cursors.
        const publishers = [...subscriptionsOf(context)].filter(([each]) =>
          each.startsWith(`${name}.${projection}<-`),
        );
        if (publishers.length !== 1 || publishers[0]![1].publisher !== name) continue;
        const folded = new Map<string, unknown>();
        for (const event of log) {
          for (const { source, key, fold } of folds) {
            if (!carries(event, source)) continue;
            const data = received(event, source, name);
            const at = key(data, factsOf(event));
            const next = fold(folded.get(at), data, factsOf(event));
            if (next === null) folded.delete(at);
            else if (next !== undefined) folded.set(at, parse(row, next, `a row of ${projection}`));
          }
        }
        const kept = new Map(
          rows.flatMap((each) => (each.projection === projection ? [[each.key, each.content]] : [])),
        );
        for (const at of new Set([...folded.keys(), ...kept.keys()])) {
          const wanted = folded.get(at);
          look.expect(
            isDeepStrictEqual(kept.get(at), wanted === undefined ? undefined : toJson(wanted)),
            () => `${name}: the row ${at} of ${projection} is not what its events come to`,
          );
        }
      }
    }
    return look.result();
  },
};
