import type { ContextSources, Project } from './project.ts';
import type { SourceFile } from './source-file.ts';
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
  for (const file of files)
    for (const [name, id] of declaredIn(file)) if (name !== 'default') ids.set(name, id);
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

/**
 * The contracts that come with a file of the contract/ folder when all of it is taken, as by `export *`: those that it
 * declares, those that it hands on, and the one whose JSON Schemas it is.
 */
export function contractsOfFile(
  project: Project,
  sources: ContextSources,
  inside: string,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const exported = contractExportsOf(sources);
  const look = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const schemas = /^contract\/([^/]+)\.json$/.exec(path)?.[1];
    if (schemas !== undefined) found.add(`${sources.context.name}.${schemas}`);
    const file = sources.files.find(({ place }) => place.inside === path);
    if (!file) return;
    for (const id of declaredIn(file).values()) found.add(id);
    for (const imported of file.imports.filter(({ kind }) => kind === 'reexport')) {
      for (const name of imported.names) {
        const { place } = project.reach(file, imported);
        if (name === '*' && place?.context === sources.context.name) look(place.inside);
        const id = exported.get(name);
        if (id !== undefined) found.add(id);
      }
    }
  };
  look(inside);
  return [...found];
}

/** The contract that a file exports by default. */
export function defaultContractOf(sources: ContextSources, inside: string): string | undefined {
  const file = sources.files.find(({ place }) => place.inside === inside);
  return file && declaredIn(file).get('default');
}

/** The contracts that a file declares, by their names in it. */
function declaredIn(file: SourceFile): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  if (!/\bcontract\b\s*(?:<|\()/.test(file.text)) return ids;
  walk(file.tree, (node) => {
    if (node.type === 'VariableDeclarator' && node['id'].type === 'Identifier') {
      const id = contractId(node['init']);
      if (id !== undefined) ids.set(node['id'].name as string, id);
    }
    if (node.type === 'ExportDefaultDeclaration') {
      const given = node['declaration'] as SyntaxNode;
      const id = contractId(given) ?? ids.get(given['name'] as string);
      if (id !== undefined) ids.set('default', id);
    }
  });
  return ids;
}

function contractId(init: SyntaxNode | null): string | undefined {
  if (init?.type !== 'CallExpression') return undefined;
  const callee = init['callee'] as SyntaxNode;
  const name: unknown = callee.type === 'Identifier' ? callee['name'] : callee['property']?.name;
  return name === 'contract' ? literalText((init['arguments'] as SyntaxNode[])[0]) : undefined;
}
