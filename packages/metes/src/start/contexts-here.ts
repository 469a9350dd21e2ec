import { MetesError } from '../base/errors.ts';
import type { ContextMap } from '../model/context-map.ts';
import type { Context } from '../model/context.ts';

/**
 * The contexts of a map that a process is to run, in the order in which they were named, each once; all of them when
 * none is named.
 *
 * @throws METES_START_CONTEXT_UNKNOWN
 */
export function contextsHere(map: ContextMap, only: readonly string[] | undefined): readonly Context[] {
  if (!only) return map.contexts;
  return [...new Set(only)].map((name) => {
    const found = map.contexts.find((each) => each.name === name);
    if (!found) throw contextUnknown(map, name);
    return found;
  });
}

/** METES_START_CONTEXT_UNKNOWN, with the contexts that there are. */
export function contextUnknown(map: ContextMap, context: string): MetesError {
  const known = map.contexts.map((each) => each.name).join(', ');
  return new MetesError('METES_START_CONTEXT_UNKNOWN', { context, map: map.name, known });
}
