import { mustFit } from '../base/argument.ts';
import { MetesError } from '../base/errors.ts';
import type { Context } from './context.ts';
import { breachesOf } from './map-rules/index.ts';
import { variable } from './map-rules/relation-line.ts';
import type { MapPart, Sound } from './map-types.ts';
import { isOutside, type Party } from './outside.ts';
import { contractReaders, mustGoOut } from './readers.ts';
import { mapArguments } from './relation-kinds.ts';
import type { Relation } from './relation.ts';
import type { ContextMap } from './system-map.ts';

export { sourcesOf, type ContextMap } from './system-map.ts';

/**
 * Declares the map of a system. Its contexts and outsides are those of its relations, and those named alone.
 *
 * @throws METES_ARGUMENT_INVALID; METES_MODEL_EDGE_UNDECLARED when a context reacts to a contract that the map does not expose to it;
 * METES_MODEL_CONTRACT_UNPUBLISHED, METES_MODEL_CONTRACT_COPIED, METES_MODEL_VERSION_WITHDRAWN, METES_MODEL_DUPLICATE, METES_MODEL_SELF_RELATION,
 * METES_MAP_* for relations that cannot be (see `findingsOf` for what is doubtful only).
 * @example
 * const shop = contextMap('shop', customerSupplier(inventory, ordering, { exposes: [stockReserved, orderPlaced] }));
 */
export function contextMap<const Parts extends readonly MapPart[]>(
  name: Sound<Parts[number]>,
  ...parts: Parts
): ContextMap {
  mustFit('contextMap', { name, parts }, mapArguments);
  const relations = parts.filter((part): part is Relation => 'kind' in part);
  const alone = parts.filter((part): part is Party => !('kind' in part));
  const twice = alone.find((each, at) => alone.indexOf(each) !== at);
  if (twice) throw namedTwice(name, twice, alone);
  const parties = [...new Set([...alone, ...relations.flatMap((each) => [each.upstream, each.downstream])])];
  const map: ContextMap = {
    name,
    contexts: parties.filter((each): each is Context => !isOutside(each)),
    outsides: parties.filter(isOutside),
    relations,
  };
  checkMap(map);
  return map;
}

function namedTwice(map: string, { name }: Party, alone: readonly Party[]): MetesError {
  const once = [...new Set(alone)].map((each) => variable(each.name));
  const line = `contextMap('${map}', ${once.join(', ')}, ...)`;
  return new MetesError('METES_MAP_SAID_TWICE', { where: `The map ${map}`, what: name, line });
}

/**
 * Refuses a map that cannot be; also one that was put together by hand.
 *
 * @throws what `contextMap` throws
 */
export function checkMap(map: ContextMap): void {
  const names = [...map.contexts, ...map.outsides].map((each) => each.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined)
    throw new MetesError('METES_MODEL_DUPLICATE', { context: map.name, kind: 'context', name: twice });
  const refused = breachesOf(map).find(({ severity }) => severity === 'error');
  if (refused) throw new MetesError(refused.code, refused.values);
  for (const context of map.contexts) for (const reader of contractReaders(context)) mustGoOut(reader);
}
