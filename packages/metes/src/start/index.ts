export {
  defineSystem,
  type Companion,
  type CompanionFacts,
  type Progress,
  type RunningCompanion,
  type RunningFacts,
  type SystemDefinition,
  type SystemEnvironment,
} from './define-system.ts';
export { embedded, type EmbeddedStoresOptions } from './embedded-stores.ts';
export { startEnvironment, type StartEnvironment } from './environment.ts';
export { noFailpoints, plannedFailpoints } from './failpoint-plan.ts';
export { lineJournal, silentJournal, type JournalLevel } from './line-journal.ts';
export { memory } from './memory-stores.ts';
export { nodeCompanion, type NodeCompanionDeclaration } from './node-companion.ts';
export { postgres, type DatabaseAddresses } from './postgres-stores.ts';
export { isQuiet, quietReport, type QuietReport } from './quiet.ts';
export { removeState } from './remove-state.ts';
export { runSystem, type RunningSystem, type RunOptions } from './run-system.ts';
export { start, type StartOptions, type System } from './start.ts';
export { quietSystem, type QuietWait } from './until-quiet.ts';
export type { ContextReport, SystemReport } from './system-report.ts';
export type { OpenStores, StorePorts, Stores } from './stores.ts';
export { systemClock } from './system-clock.ts';
export { systemIds } from './system-ids.ts';
export { systemRandom } from './system-random.ts';
export { systemTimers } from './system-timers.ts';
export { readRegistry } from './registry-folder.ts';
