import type { Random } from '../runtime/ports/random.ts';

/** Chance for the jitter of pauses; nothing secret is made from it. */
export const systemRandom: Random = { next: Math.random };
