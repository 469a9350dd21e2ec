import type {
  Boundary,
  BoundaryReport,
  DeclaredEdge,
  RefusalCount,
  RegisteredEdge,
  RegisteredVersion,
  Span,
  TrafficCount,
} from '../runtime/ports/boundary.ts';
import type { Clock } from '../runtime/ports/clock.ts';
import type { BoundaryData } from './memory-boundary-data.ts';
import { byCodePoints, keyOf } from './memory-database.ts';

/** See `Boundary`: over data in memory. */
export function memoryBoundary(context: string, data: BoundaryData, clock: Clock): Boundary {
  const span = (before: Span | undefined): Span => ({
    firstAt: before?.firstAt ?? clock.now(),
    lastAt: clock.now(),
  });
  return {
    context,
    announce: async (versions) => {
      const named = new Set(versions.map((each) => keyOf(each.contract, each.version)));
      for (const [key, { sunset: _, ...each }] of data.versions)
        if (!named.has(key) && each.goesOut) data.versions.set(key, { ...each, goesOut: false });
      for (const each of versions) {
        const key = keyOf(each.contract, each.version);
        const before = data.versions.get(key);
        const schema = before?.schema ?? structuredClone(each.schema);
        data.versions.set(key, { ...each, schema, firstSeen: before?.firstSeen ?? clock.now() });
      }
    },
    declareEdges: async (edges: readonly DeclaredEdge[]) => {
      data.edges = new Map(
        edges.map((each) => [
          each.contract,
          { ...structuredClone(each), since: data.edges.get(each.contract)?.since ?? clock.now() },
        ]),
      );
    },
    count: async (traffic, refusals) => {
      for (const each of traffic) {
        const key = keyOf(each.subscription, each.contract, each.version);
        const before = data.traffic.get(key);
        data.traffic.set(key, {
          ...each,
          messages: (before?.messages ?? 0) + each.messages,
          ...span(before),
        });
      }
      for (const each of refusals) {
        const key = keyOf(each.code, each.publisher, each.contract);
        const before = data.refusals.get(key);
        data.refusals.set(key, { ...each, count: (before?.count ?? 0) + each.count, ...span(before) });
      }
    },
    report: async () => reportOf(data),
  };
}

function reportOf({ versions, edges, traffic, refusals }: BoundaryData): BoundaryReport {
  const by =
    <T>(...fields: readonly (keyof T & string)[]) =>
    (one: T, other: T): number => {
      for (const field of fields) {
        const [a, b] = [one[field], other[field]];
        const order = typeof a === 'number' ? a - (b as number) : byCodePoints(String(a), String(b));
        if (order !== 0) return order;
      }
      return 0;
    };
  return structuredClone({
    versions: [...versions.values()].sort(by<RegisteredVersion>('contract', 'version')),
    edges: [...edges.values()].sort(by<RegisteredEdge>('contract')),
    traffic: [...traffic.values()].sort(by<TrafficCount & Span>('subscription', 'contract', 'version')),
    refusals: [...refusals.values()].sort(by<RefusalCount & Span>('code', 'publisher', 'contract')),
  });
}
