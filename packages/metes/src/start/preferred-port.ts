import type { ContextMap } from '../model/context-map.ts';
import type { Context } from '../model/context.ts';

const highest = 65_535;

/**
 * The port of a process that serves some contexts of a map: the given one for the first context that has routes, the one
 * after it for the second, and so on. So processes with a context each never want the same port, and keep theirs over
 * restarts. Zero, a free one, stays zero.
 *
 * @param first the port of the first context
 * @example preferredPort(shop, [ordering], 8080) // 8081, when ordering is the second with routes
 */
export function preferredPort(map: ContextMap, here: readonly Context[], first: number): number {
  if (first === 0) return 0;
  const serving = map.contexts.filter((each) => each.routes.length > 0);
  const places = here.map((each) => serving.indexOf(each)).filter((place) => place >= 0);
  const port = first + Math.min(...places, highest);
  return places.length === 0 || port > highest ? 0 : port;
}
