import { Findings, type Checker } from '../checker.ts';
import { TOOLKIT, isTest } from '../core/file-kinds.ts';
import { globalReferences } from '../../../packages/metes/src/check/references.ts';
import { unaskedBy } from '../../../packages/metes/src/check/unasked.ts';
import { FLOORS, HIGHEST_PURE_FLOOR } from './floor-table.ts';

const PURE_FOLDERS = FLOORS.slice(0, HIGHEST_PURE_FLOOR + 1)
  .flat()
  .map((folder) => `${TOOLKIT}/${folder}/`);

const PURE_LAYER = /^shop\/contexts\/[^/]+\/(domain|application|contract)\//;

/** Time, chance, timers, settings and sockets enter the pure folders through ports only. */
export const nondeterminism: Checker = {
  name: 'nondeterminism',
  about: 'pure folders take time, chance, timers and I/O through ports only',
  run(workspace) {
    const findings = new Findings('nondeterminism');
    for (const path of workspace.under(['packages', 'shop'])) {
      if (isTest(path) || !isPure(path)) continue;
      const file = workspace.parse(path);
      for (const imported of file.imports) {
        const target = workspace.resolve(file, imported);
        if (target.kind === 'node') {
          findings.add(
            path,
            imported.line,
            `node:${target.name} does not belong in a pure folder. Hand it in through a port.`,
          );
        }
      }
      for (const reference of globalReferences(file.program)) {
        const unasked = unaskedBy(reference);
        if (!unasked) continue;
        const message = `${unasked.said} does not belong in a pure folder. Take time, chance, waiting and I/O from the ports of runtime/ports.`;
        findings.add(path, file.lineAt(reference.node.start), message);
      }
    }
    return findings.report();
  },
};

function isPure(path: string): boolean {
  return PURE_LAYER.test(path) || PURE_FOLDERS.some((folder) => path.startsWith(folder));
}
