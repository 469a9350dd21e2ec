import { isSymmetric } from '../relation.ts';
import type { ContextMap } from '../system-map.ts';
import { relationLine } from './relation-line.ts';
import type { Rule } from './rule.ts';

/** Whose model leads does not go round in a circle. Circles of two are contradictions of a pair, judged there. */
export const influenceHasNoCircle: Rule = (map) => {
  const circle = circleOf(map);
  if (!circle) return [];
  const [first, second] = circle;
  const relation = map.relations.find(
    (each) => each.upstream.name === first && each.downstream.name === second && !isSymmetric(each),
  )!;
  const line = relationLine(relation, { kind: 'partnership' });
  const values = { circle: [...circle, circle[0]].join(' leads '), line };
  return [{ code: 'METES_MAP_CYCLE', severity: 'error', values, context: first! }];
};

/** The names along one circle of three parties or more, the first one not repeated. */
function circleOf({ relations }: ContextMap): readonly string[] | undefined {
  const followers = new Map<string, string[]>();
  for (const each of relations) {
    if (isSymmetric(each)) continue;
    const { upstream, downstream } = each;
    followers.set(upstream.name, [...(followers.get(upstream.name) ?? []), downstream.name]);
  }
  const done = new Set<string>();
  const search = (name: string, path: readonly string[]): readonly string[] | undefined => {
    const at = path.indexOf(name);
    if (at >= 0) return path.length - at > 2 ? path.slice(at) : undefined;
    if (done.has(name)) return undefined;
    for (const next of followers.get(name) ?? []) {
      const found = search(next, [...path, name]);
      if (found) return found;
    }
    done.add(name);
    return undefined;
  };
  for (const name of followers.keys()) {
    const found = search(name, []);
    if (found) return found;
  }
  return undefined;
}
