import type { ContextSources } from './project.ts';
import { literalText, type SyntaxNode, walk } from './syntax.ts';

/** The contracts that a context's contract/ folder exports: their ids by the names under which they are imported. */
export type ContractExports = ReadonlyMap<string, string>;

const known = new WeakMap<ContextSources, ContractExports>();

/** Reads `export const orderPlaced = contract('ordering.order-placed', ...)` and what re-exports it. */
export function contractExportsOf(sources: ContextSources): ContractExports {
  const before = known.get(sources);
  if (before) return before;
  const ids = new Map<string, string>();
  const files = sources.files.filter(({ place }) => place.layer === 'contract' && !place.isTest);
  for (const file of files) {
    if (!/\bcontract\b\s*(?:<|\()/.test(file.text)) continue;
    walk(file.tree, (node) => {
      const id = node.type === 'VariableDeclarator' ? contractId(node['init']) : undefined;
      if (id !== undefined && node['id'].type === 'Identifier') ids.set(node['id'].name as string, id);
    });
  }
  // Names given on the way out: `export { orderPlaced as placed } from './order-placed.ts'`.
  for (const { tree, text } of files) {
    if (!/\bas\b/.test(text)) continue;
    for (const statement of tree['body'] as SyntaxNode[]) {
      if (statement.type !== 'ExportNamedDeclaration') continue;
      for (const each of statement['specifiers'] as SyntaxNode[]) {
        const id = ids.get(each['local'].name as string);
        if (id !== undefined) ids.set(each['exported'].name as string, id);
      }
    }
  }
  known.set(sources, ids);
  return ids;
}

function contractId(init: SyntaxNode | null): string | undefined {
  if (init?.type !== 'CallExpression') return undefined;
  const callee = init['callee'] as SyntaxNode;
  const name: unknown = callee.type === 'Identifier' ? callee['name'] : callee['property']?.name;
  return name === 'contract' ? literalText((init['arguments'] as SyntaxNode[])[0]) : undefined;
}
