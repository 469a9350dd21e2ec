import { Findings, type Checker } from '../checker.ts';
import { TOOLKIT, isTest } from '../core/file-kinds.ts';
import { globalReferences, type GlobalReference } from '../core/global-references.ts';
import { unwrapped } from '../core/syntax.ts';
import { FLOORS, HIGHEST_PURE_FLOOR } from './floor-table.ts';
import { BANNED_GLOBALS, PARTLY_BANNED } from './nondeterminism-table.ts';

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
        const message = judged(reference);
        if (message) findings.add(path, file.lineAt(reference.node.start), message);
      }
    }
    return findings.report();
  },
};

function isPure(path: string): boolean {
  return PURE_LAYER.test(path) || PURE_FOLDERS.some((folder) => path.startsWith(folder));
}

function judged(reference: GlobalReference): string | undefined {
  const { path, node, parent } = reference;
  if (path.length === 0)
    return 'The global object is used as a value here, which hides what is read from it. Name the global you need.';
  const banned = BANNED_GLOBALS.find((entry) => entry.path.every((part, index) => path[index] === part));
  if (banned) return `${path.join('.')} is not allowed in a pure folder. ${banned.instead}.`;
  if (path.length === 1 && path[0] === 'Date' && parent?.['callee'] && unwrapped(parent['callee']) === node) {
    if (parent.type === 'CallExpression') return 'Date() reads the clock. Take the time from the clock port.';
    if (parent['arguments'].length === 0)
      return 'new Date() reads the clock. Take the time from the clock port.';
  }
  if (path.length === 1 && PARTLY_BANNED.includes(path[0] ?? '') && parent?.type === 'MemberExpression') {
    return `A member of ${path[0]} is chosen at run time here. Name the member, so that it can be checked.`;
  }
  return undefined;
}
