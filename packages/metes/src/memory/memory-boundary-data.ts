import type {
  RefusalCount,
  RegisteredEdge,
  RegisteredVersion,
  Span,
  TrafficCount,
} from '../runtime/ports/boundary.ts';

/** What is kept of the boundary of one context. */
export interface BoundaryData {
  readonly versions: Map<string, RegisteredVersion>;
  edges: ReadonlyMap<string, RegisteredEdge>;
  readonly traffic: Map<string, TrafficCount & Span>;
  readonly refusals: Map<string, RefusalCount & Span>;
}

/** Nothing known yet. */
export function newBoundaryData(): BoundaryData {
  return { versions: new Map(), edges: new Map(), traffic: new Map(), refusals: new Map() };
}
