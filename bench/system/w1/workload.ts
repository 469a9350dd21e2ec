import { batch } from '../subjects/limits/w1/batch.ts';
import { tx1, tx1Bare, tx1Text, tx3 } from '../subjects/limits/w1/monolith.ts';
import { naive } from '../subjects/limits/w1/naive.ts';
import { metes } from '../subjects/metes/w1/subject.ts';
import type { Workload } from '../subject.ts';

/** The saga of an order over three contexts. */
export const w1: Workload = {
  name: 'w1',
  about: 'an order of three lines: placed, stock reserved, payment authorised, confirmed or rejected',
  unit: 'orders',
  kind: 'loop',
  subjects: [metes, tx1, tx1Text, tx1Bare, tx3, naive, batch],
};
