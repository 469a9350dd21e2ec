import { isSymmetric } from '../model/relation.ts';
import type { MapPicture, RelationPicture } from './map-picture.ts';

/** How many upstreams stand before each party, one after another: 0 for those that follow nobody. Circles count once. */
export function depthsOf({ contexts, outsides, relations }: MapPicture): ReadonlyMap<string, number> {
  const led = relations.filter((each) => !isSymmetric(each));
  const depths = new Map<string, number>();
  const open = new Set<string>();
  const depthOf = (party: string): number => {
    const known = depths.get(party);
    if (known !== undefined || open.has(party)) return known ?? 0;
    open.add(party);
    const before = led.filter((each) => each.downstream === party).map((each) => depthOf(each.upstream) + 1);
    open.delete(party);
    const depth = Math.max(0, ...before);
    depths.set(party, depth);
    return depth;
  };
  for (const { name } of [...contexts, ...outsides]) depthOf(name);
  return depths;
}

/**
 * The ends of a relation in the order in which a picture draws them: the upstream first, and of equals the one that
 * stands further forward anyway, so that equals do not stretch the picture.
 */
export function endsOf(
  relation: RelationPicture,
  depths: ReadonlyMap<string, number>,
): readonly ('upstream' | 'downstream')[] {
  const deeper = (depths.get(relation.upstream) ?? 0) > (depths.get(relation.downstream) ?? 0);
  return isSymmetric(relation) && deeper ? ['downstream', 'upstream'] : ['upstream', 'downstream'];
}
