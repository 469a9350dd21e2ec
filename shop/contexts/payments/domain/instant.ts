import { z } from 'zod';

/** A moment. Its JSON form is ISO 8601 in UTC. */
export const Instant = z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))]);
export type Instant = Date;
