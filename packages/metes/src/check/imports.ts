import type { ParsedSource } from './source-parser.ts';
import { literalText, type SyntaxNode, walk } from './syntax.ts';

/** How a file names another module. */
export type ImportKind = 'import' | 'reexport' | 'dynamic' | 'require' | 'type' | 'file';

/** One place where a file names another module. */
export interface Import {
  /** Undefined when it is put together at run time. */
  readonly specifier: string | undefined;
  readonly kind: ImportKind;
  /** Offset in the text. */
  readonly start: number;
  /** Names taken from the module; `*` for all of it, empty for a bare import. */
  readonly names: readonly string[];
  /** What those names are called here, in the same order; only of static imports. */
  readonly locals?: readonly string[];
  /** What the whole module is called here, for `import * as name`. */
  readonly namespace?: string | undefined;
}

/** What the record of the module does not show: worth building the tree for. */
const beyondTheRecord =
  /import\.meta\.resolve|require\b|Require\b|\bimport\s*\(|\bexport\s*(?:type\s*)?\{\s*\}\s*from\b|\bnew\s+URL\s*\(/;

/** `/// <reference path="..." />` */
const referencedPath = /^\/\/\/\s*<reference\s+path=["']([^"'\n]+)["']/gm;

/** Every place where a file names another: static, re-exported, dynamic, required, in a type, or as a file to read. */
export function importsOf(source: ParsedSource, text: string): Import[] {
  const { module } = source;
  const imports: Import[] = module.staticImports.map(({ moduleRequest, start, entries }) => ({
    specifier: moduleRequest.value,
    kind: 'import',
    start,
    names: entries.map(({ importName }) =>
      importName.kind === 'Name' ? (importName.name ?? '') : importName.kind === 'Default' ? 'default' : '*',
    ),
    locals: entries.map(({ localName }) => localName.value),
    namespace: entries.find(({ importName }) => importName.kind === 'NamespaceObject')?.localName.value,
  }));
  for (const { entries, start } of module.staticExports) {
    const request = entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (!request) continue;
    const names = entries.map(({ importName }) => importName.name ?? '*');
    imports.push({ specifier: request.value, kind: 'reexport', start, names });
  }
  for (const match of text.matchAll(referencedPath)) {
    const specifier = match[1]!.startsWith('.') ? match[1]! : `./${match[1]}`;
    imports.push({ specifier, kind: 'type', start: match.index, names: ['*'] });
  }
  if (beyondTheRecord.test(text)) imports.push(...otherImports(source.tree()));
  return imports;
}

function otherImports(tree: SyntaxNode): Import[] {
  const imports: Import[] = [];
  const requirers = new Set(['require']);
  const add = (kind: ImportKind, node: SyntaxNode, requested: SyntaxNode | undefined): void => {
    imports.push({ specifier: literalText(requested), kind, start: node.start, names: ['*'] });
  };
  walk(tree, (node) => {
    switch (node.type) {
      case 'ImportExpression':
        return add('dynamic', node, node['source']);
      case 'TSImportType':
        return add('type', node, node['source'] ?? node['argument']);
      case 'TSExternalModuleReference':
        return add('require', node, node['expression']);
      case 'ExportNamedDeclaration':
        if (node['source'] && node['specifiers'].length === 0) add('reexport', node, node['source']);
        return;
      case 'VariableDeclarator':
        if (node['init']?.type === 'CallExpression' && node['init'].callee.name === 'createRequire')
          requirers.add(node['id'].name as string);
        return;
      case 'CallExpression':
        if (isRequire(node['callee'], requirers)) add('require', node, node['arguments'][0]);
        return;
      case 'NewExpression':
        if (isFileHere(node)) add('file', node, node['arguments'][0]);
        return;
      default:
        return;
    }
  });
  return imports.filter(({ kind, specifier }) => kind !== 'file' || specifier?.startsWith('.'));
}

/** `require(...)`, `require.resolve(...)`, what `createRequire` gave, and `import.meta.resolve(...)`. */
function isRequire(callee: SyntaxNode, requirers: ReadonlySet<string>): boolean {
  if (callee.type === 'Identifier') return requirers.has(callee['name']);
  return (
    callee.type === 'MemberExpression' &&
    callee['property']?.name === 'resolve' &&
    (callee['object'].type === 'MetaProperty' || requirers.has(callee['object']?.name))
  );
}

/** `new URL('./file', import.meta.url)`: a file found by its place, to be read or run. */
function isFileHere(node: SyntaxNode): boolean {
  const [, base] = node['arguments'] as SyntaxNode[];
  return (
    node['callee'].name === 'URL' &&
    base?.type === 'MemberExpression' &&
    base['object'].type === 'MetaProperty'
  );
}
