/** The floors of the toolkit, lowest first. Imports go down only. */
export const FLOORS: readonly (readonly string[])[] = [
  ['base'],
  ['domain', 'contract'],
  ['model'],
  ['runtime'],
  ['postgres', 'embedded', 'memory', 'nats', 'kafka', 'http', 'otel'],
  ['start', 'draw'],
  ['check'],
  ['cli', 'testing', 'simulate'],
];

/** The highest floor that still runs without a clock, a socket or a file of its own. */
export const HIGHEST_PURE_FLOOR = 3;

/** The highest floor that the root entry `metes` may show. */
export const HIGHEST_ROOT_FLOOR = 2;

/** The only packages that the pure floors may name. */
export const PACKAGES_OF_PURE_FLOORS = ['@standard-schema/spec', 'zod'];

/** The floor of a folder of the toolkit; undefined when the folder has no floor yet. */
export function floorOf(folder: string): number | undefined {
  const floor = FLOORS.findIndex((folders) => folders.includes(folder));
  return floor === -1 ? undefined : floor;
}
