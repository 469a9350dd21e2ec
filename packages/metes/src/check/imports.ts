import type { Import, ImportKind } from './import.ts';
import type { ParsedSource } from './source-parser.ts';
import { importsInComments } from './imports-in-comments.ts';
import { loadsIn } from './loads.ts';
import { pathsFromHere } from './paths-from-here.ts';
import { keyOf, type SyntaxNode, unwrapped, walk } from './syntax.ts';
import { type KnownText, namedTexts, textsOf } from './texts.ts';

/** What the record of the module does not show: worth building the tree for. */
const beyondTheRecord =
  /\bimport\s*[(/.]|require|Require|\bexport\s*(?:type\s*)?\{\s*\}\s*from\b|\bURL\b|__(?:dir|file)name|\\u|declare\s+module|\b(?:vi|vitest|jest)\s*\./;

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
  imports.push(...importsInComments(source, text));
  if (module.dynamicImports.length > 0 || module.importMetas.length > 0 || beyondTheRecord.test(text))
    imports.push(...otherImports(source.tree()));
  return imports;
}

/** All of this is found in the tree alone. */
function otherImports(tree: SyntaxNode): Import[] {
  const imports: Import[] = [];
  const named = namedTexts(tree);
  const taken = new Map<SyntaxNode, readonly string[]>();
  const add = (kind: ImportKind, node: SyntaxNode, texts: readonly KnownText[]): void => {
    for (const each of texts)
      imports.push({ ...requestOf(each), kind, start: node.start, names: taken.get(node) ?? ['*'] });
  };
  walk(tree, (node) => {
    switch (node.type) {
      case 'ImportExpression':
        return add('dynamic', node, textsOf(node['source'], named));
      case 'TSImportType':
        taken.set(node, namesOfType(node['qualifier']));
        return add('type', node, textsOf(node['source'] ?? node['argument'], named));
      case 'TSExternalModuleReference':
        return add('require', node, textsOf(node['expression'], named));
      case 'TSModuleDeclaration':
        if (node['id'].type === 'Literal') add('mention', node, textsOf(node['id'], named));
        return;
      case 'ExportNamedDeclaration':
        if (node['source'] && node['specifiers'].length === 0)
          add('reexport', node, textsOf(node['source'], named));
        return;
      case 'VariableDeclarator':
        if (node['init']) taken.set(awaited(node['init']), namesOfPattern(node['id']));
        return;
      case 'MemberExpression':
        // What is asked of a promise, such as `then`, is no name of the module.
        if (unwrapped(node['object']).type !== 'ImportExpression')
          taken.set(awaited(node['object']), [keyOf(node) ?? '*']);
        return;
      case 'CallExpression':
        if (node['callee'].type === 'MemberExpression' && node['arguments'][0]?.params?.[0])
          taken.set(unwrapped(node['callee'].object), namesOfPattern(node['arguments'][0].params[0]));
        return;
      default:
        return;
    }
  });
  for (const { kind, node, requested, many } of loadsIn(tree)) {
    const texts = textsOf(requested, named);
    add(kind, node, many ? texts.map(({ text }) => ({ text: folderOfPattern(text), whole: false })) : texts);
  }
  for (const each of pathsFromHere(tree, named))
    if (each.text.startsWith('.'))
      imports.push({ ...requestOf(each), kind: 'file', start: each.start, names: ['*'] });
  return imports;
}

/** What is known of a request to its end is its name; else where it begins. */
function requestOf({ text, whole }: KnownText): Pick<Import, 'specifier' | 'beginning'> {
  return whole ? { specifier: text } : { specifier: undefined, beginning: text };
}

/** What stands before the first wildcard of a pattern, as far as a folder is named; a folder as it is. */
function folderOfPattern(pattern: string): string {
  const known = pattern.replace(/[*?{[(!].*$/, '');
  return known === pattern ? `${known}/` : known;
}

function awaited(node: SyntaxNode): SyntaxNode {
  const bare = unwrapped(node);
  return bare.type === 'AwaitExpression' ? unwrapped(bare['argument']) : bare;
}

/** The names that `const { a, b: c } = ...` takes; `*` when it takes the whole. */
export function namesOfPattern(pattern: SyntaxNode): string[] {
  if (pattern.type !== 'ObjectPattern') return ['*'];
  return (pattern['properties'] as SyntaxNode[]).map((each) => keyOf(each) ?? '*');
}

/** The name that `import('...').a.b` takes of the module. */
function namesOfType(qualifier: SyntaxNode | null): string[] {
  if (!qualifier) return ['*'];
  return qualifier['left'] ? namesOfType(qualifier['left']) : [qualifier['name'] as string];
}
