import { cursor, log, raw } from '../subjects/limits/w3/relays.ts';
import { metes } from '../subjects/metes/w3/subject.ts';
import type { Workload } from '../subject.ts';

/** From the log of a publisher into the tables of a consumer. */
export const w3 = (units = 200_000): Workload => ({
  name: 'w3',
  about: `${units.toLocaleString('en')} committed events of about 300 B, each recorded once by a consumer with its own database or schema`,
  unit: 'events',
  kind: 'bulk',
  units,
  subjects: [metes(units), log(units), cursor(units), raw(units)],
});
