export { noFailpoints, plannedFailpoints } from './failpoint-plan.ts';
export { lineJournal, silentJournal, type JournalLevel } from './line-journal.ts';
export { isQuiet, quietReport, type QuietReport } from './quiet.ts';
export { start, type StartOptions, type System } from './start.ts';
export type { OpenStores, StorePorts, Stores } from './stores.ts';
export { systemClock } from './system-clock.ts';
export { systemIds } from './system-ids.ts';
export { systemRandom } from './system-random.ts';
export { systemTimers } from './system-timers.ts';
