import { Findings, type Checker } from '../checker.ts';
import { SOURCE_FOLDERS } from '../core/file-kinds.ts';
import { knots, shortestCircle } from '../core/circle-search.ts';

/** No file imports itself by way of others, neither for values nor for types. */
export const circles: Checker = {
  name: 'circles',
  about: 'no import circles, of values or of types',
  run(workspace) {
    const findings = new Findings('circles');
    const graph = new Map<string, Map<string, number>>();
    for (const path of workspace.under(SOURCE_FOLDERS)) {
      const file = workspace.parse(path);
      const targets = new Map<string, number>();
      for (const imported of file.imports) {
        const target = workspace.resolve(file, imported);
        if (target.kind === 'file' && !targets.has(target.path)) targets.set(target.path, imported.line);
      }
      graph.set(path, targets);
    }
    for (const knot of knots(graph)) {
      const circle = shortestCircle(graph, knot);
      const [first = '', second = first] = circle;
      findings.add(
        first,
        graph.get(first)?.get(second) ?? 1,
        `These files import each other in a circle: ${[...circle, first].join(' -> ')}. Move what both need to a file below them.`,
      );
    }
    return findings.report();
  },
};
