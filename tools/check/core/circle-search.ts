/** A graph of files: each file with the files it imports. */
type Graph = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/** The sets of files that reach each other (strongly connected, by Tarjan), and files that import themselves. */
export function knots(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];

  const visit = (file: string): void => {
    order.set(file, order.size);
    low.set(file, order.get(file) ?? 0);
    open.push(file);
    isOpen.add(file);
    for (const next of graph.get(file)?.keys() ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) {
        visit(next);
        low.set(file, Math.min(low.get(file) ?? 0, low.get(next) ?? 0));
      } else if (isOpen.has(next)) {
        low.set(file, Math.min(low.get(file) ?? 0, order.get(next) ?? 0));
      }
    }
    if (low.get(file) !== order.get(file)) return;
    const knot = open.splice(open.indexOf(file));
    for (const member of knot) isOpen.delete(member);
    if (knot.length > 1 || graph.get(file)?.has(file)) found.push(knot.sort());
  };

  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}

/** The shortest way round within one knot, as the files passed, without the return to the first. */
export function shortestCircle(graph: Graph, knot: readonly string[]): string[] {
  const inside = new Set(knot);
  let best: string[] = [];
  for (const start of knot) {
    const circle = wayBack(graph, inside, start);
    if (circle && (best.length === 0 || circle.length < best.length)) best = circle;
  }
  return best;
}

function wayBack(graph: Graph, inside: ReadonlySet<string>, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const next of graph.get(file)?.keys() ?? []) {
      if (next === start) {
        const path = [file];
        for (let at = file; at !== start;) {
          at = cameFrom.get(at) ?? start;
          path.unshift(at);
        }
        return path;
      }
      if (!inside.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
  }
  return undefined;
}
