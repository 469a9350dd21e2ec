import * as limits from '../subjects/limits/w2/append.ts';
import { metes } from '../subjects/metes/w2/subject.ts';
import type { Workload } from '../subject.ts';

/** Appending under optimistic concurrency. */
export const w2: Workload = {
  name: 'w2',
  about: 'one event of about 300 B appended to one of 10,000 aggregates, with its publication',
  unit: 'events',
  kind: 'loop',
  subjects: [metes, limits.cte, limits.pipe, limits.batch, limits.naive],
};
