import * as limits from '../subjects/limits/w4/replays.ts';
import { metes } from '../subjects/metes/w4/subject.ts';
import type { Workload } from '../subject.ts';

/** A read model built again from the events that it follows from. */
export const w4 = (units = 500_000): Workload => ({
  name: 'w4',
  about: `${units.toLocaleString('en')} stored events folded into a read model of 10,000 rows`,
  unit: 'events',
  kind: 'bulk',
  units,
  subjects: [metes(units), limits.sql(units), limits.copy(units), limits.batch(units), limits.row(units)],
});
