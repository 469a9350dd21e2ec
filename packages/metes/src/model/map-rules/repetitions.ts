import type { Relation } from '../relation.ts';
import { contractVariable, relationLine, type Rewritten, variable } from './relation-line.ts';
import type { Breach, Rule } from './rule.ts';

/** A list of a relation names each thing once: what stands there twice was meant to be something else. */
export const termsNameThingsOnce: Rule = (map) =>
  map.relations.flatMap((relation) => {
    const { host, exposes, through, translators, differs } = relation;
    return [
      repeated(
        relation,
        host,
        (each) => `'${each}'`,
        (left) => ({ host: left }),
      ),
      repeated(relation, exposes, contractVariable, (left) => ({ exposes: left })),
      repeated(
        relation,
        through,
        ({ port }) => variable(port),
        (left) => ({ through: left }),
      ),
      repeated(
        relation,
        translators,
        ({ translator }) => variable(translator),
        (left) => ({ translators: left }),
      ),
      repeated(
        relation,
        differs.map(({ term }) => term),
        (each) => `'${each}'`,
        (left) => ({ cites: left }),
      ),
    ].flat();
  });

function repeated<T>(
  relation: Relation,
  list: readonly T[],
  nameOf: (each: T) => string,
  without: (left: readonly T[]) => Rewritten,
): readonly Breach[] {
  const twice = list.find((each, at) => list.indexOf(each) !== at);
  if (twice === undefined) return [];
  const values = {
    where: relationLine(relation),
    what: nameOf(twice),
    line: relationLine(relation, without([...new Set(list)])),
  };
  return [{ code: 'METES_MAP_SAID_TWICE', severity: 'error', values, context: relation.downstream.name }];
}
