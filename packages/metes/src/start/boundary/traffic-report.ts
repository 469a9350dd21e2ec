import { finding, type Finding } from '../../base/finding.ts';
import type { ContextMap } from '../../model/context-map.ts';
import type { BoundaryReport } from '../../runtime/ports/boundary.ts';
import { declaredEdges } from './declared.ts';

/** The boundary of a context as its store has it. */
export interface ObservedBoundary {
  readonly context: string;
  readonly boundary: BoundaryReport;
}

/** What was seen on one edge. */
export interface EdgeTraffic {
  readonly contract: string;
  readonly publisher: string;
  readonly subscriber: string;
  /** False when there was traffic that the map knows nothing of. */
  readonly exposed: boolean;
  /** The reactions that read it today, with the version of each. */
  readonly readers: readonly { readonly reaction: string; readonly reads: number }[];
  /** Messages of its busiest subscription: several read the same ones. */
  readonly messages: number;
  /** Milliseconds since the epoch; absent when nothing was ever seen. */
  readonly lastAt?: number;
  /** Since when it stands on the map of the running system; absent before the first start with it. */
  readonly since?: number;
  /** By subscription and version. */
  readonly by: readonly {
    readonly subscription: string;
    readonly version: number;
    readonly messages: number;
    readonly lastAt: number;
  }[];
}

/** The traffic of a system, compared with its map. */
export interface TrafficReport {
  readonly edges: readonly EdgeTraffic[];
  readonly findings: readonly Finding[];
}

const dayMs = 86_400_000;

/**
 * Compares what has passed over the edges with the map.
 *
 * @param now milliseconds since the epoch
 * @param days after how many days without a message an edge counts as unused
 */
export function trafficReport(
  map: ContextMap,
  observed: readonly ObservedBoundary[],
  { now, days = 30 }: { readonly now: number; readonly days?: number },
): TrafficReport {
  const edges = map.contexts.flatMap((context) => {
    const { traffic = [], edges: known = [] } =
      observed.find((each) => each.context === context.name)?.boundary ?? {};
    const declared = declaredEdges(map, context).map((each) => ({ ...each, exposed: true }));
    const others = [...new Set(traffic.map(({ contract }) => contract))]
      .filter((contract) => !declared.some((each) => each.contract === contract))
      .map((contract) => ({ contract, publisher: ownerOf(contract), readers: [], exposed: false }));
    return [...declared, ...others].map((edge): EdgeTraffic => {
      const by = traffic
        .filter(({ contract }) => contract === edge.contract)
        .map(({ subscription, version, messages, lastAt }) => ({ subscription, version, messages, lastAt }));
      const sums = new Map<string, number>();
      for (const { subscription, messages } of by)
        sums.set(subscription, (sums.get(subscription) ?? 0) + messages);
      const since = known.find(({ contract }) => contract === edge.contract)?.since;
      return {
        ...edge,
        subscriber: context.name,
        messages: Math.max(0, ...sums.values()),
        by,
        ...(by.length > 0 ? { lastAt: Math.max(...by.map(({ lastAt }) => lastAt)) } : {}),
        ...(since === undefined ? {} : { since }),
      };
    });
  });
  return { edges, findings: edges.flatMap((each) => findingsOf(each, now, days)) };
}

function findingsOf(edge: EdgeTraffic, now: number, days: number): readonly Finding[] {
  const { contract, publisher, subscriber, messages, exposed, readers, lastAt, since } = edge;
  const where = { context: subscriber };
  const recent = (at: number | undefined): boolean => at === undefined || now - at < days * dayMs;
  if (!exposed) {
    // What was right once and ended long ago is history.
    if (lastAt === undefined || !recent(lastAt)) return [];
    const day = new Date(lastAt).toISOString().slice(0, 10);
    const values = { contract, publisher, subscriber, messages, day };
    return [finding('METES_TRAFFIC_UNDECLARED', 'error', values, where)];
  }
  // An edge that the running system does not know yet was never tried.
  if (recent(lastAt ?? since)) return [];
  const names = readers.map(({ reaction }) => `"${reaction}"`).join(', ');
  const values = {
    contract,
    publisher,
    subscriber,
    days: Math.floor((now - (lastAt ?? since ?? now)) / dayMs),
    readers: readers.length === 0 ? 'read by nothing there' : `read by ${names}`,
  };
  return [finding('METES_TRAFFIC_UNUSED', 'warning', values, where)];
}

function ownerOf(contract: string): string {
  return contract.slice(0, contract.indexOf('.'));
}
