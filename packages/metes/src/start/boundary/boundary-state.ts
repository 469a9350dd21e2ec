import type { BoundaryReport, RefusalCount, Span } from '../../runtime/ports/boundary.ts';
import type { LateReader } from './boot-checks.ts';
import type { ObservedBoundary } from './traffic-report.ts';

/** An older version that goes out beside the latest. */
export interface Deprecation {
  readonly contract: string;
  readonly version: number;
  /** `YYYY-MM-DD` */
  readonly sunset: string;
  /** Who still reads it. */
  readonly readers: readonly { readonly context: string; readonly reaction: string }[];
}

/** How the boundaries of a system are kept, as `metes status --json` prints it. */
export interface BoundaryState {
  /** Messages and starts that were refused, in all. */
  readonly refused: number;
  readonly refusals: readonly (RefusalCount & Span & { readonly context: string })[];
  readonly deprecations: readonly Deprecation[];
}

/** Reads the boundaries of contexts. @throws METES_STORE_UNAVAILABLE */
export function observeBoundaries(
  stores: readonly { readonly context: string; boundary(): Promise<BoundaryReport> }[],
): Promise<readonly ObservedBoundary[]> {
  return Promise.all(
    stores.map(async (store) => ({ context: store.context, boundary: await store.boundary() })),
  );
}

/** What was refused at the boundaries, and which older versions go out to whom. */
export function boundaryState(observed: readonly ObservedBoundary[]): BoundaryState {
  const refusals = observed.flatMap(({ context, boundary }) =>
    boundary.refusals.map((each) => ({ context, ...each })),
  );
  const readers: readonly LateReader[] = observed.flatMap(({ context, boundary }) =>
    boundary.edges.flatMap(({ contract, readers: all }) =>
      all.map((each) => ({ context, contract, ...each })),
    ),
  );
  const deprecations = observed.flatMap(({ boundary }) =>
    boundary.versions.flatMap(({ contract, version, goesOut, sunset }) =>
      goesOut && sunset !== undefined
        ? [
            {
              contract,
              version,
              sunset,
              readers: readers
                .filter((each) => each.contract === contract && each.reads === version)
                .map(({ context, reaction }) => ({ context, reaction })),
            },
          ]
        : [],
    ),
  );
  return { refused: refusals.reduce((sum, { count }) => sum + count, 0), refusals, deprecations };
}
