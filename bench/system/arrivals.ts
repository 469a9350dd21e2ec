import { seeded } from './seeded.ts';

/**
 * When each request arrives, milliseconds since the beginning: a Poisson process, since people come without regard to
 * each other. The same for every subject and round.
 */
export function arrivals(perSecond: number, seed = 1): () => number {
  const random = seeded(seed);
  let at = 0;
  return () => (at += (-Math.log(1 - random()) / perSecond) * 1000);
}
