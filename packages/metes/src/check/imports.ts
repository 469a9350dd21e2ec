import type { ParsedSource } from './source-parser.ts';
import { keyOf, literalText, type SyntaxNode, unwrapped, walk } from './syntax.ts';

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
  if (module.dynamicImports.length > 0 || beyondTheRecord.test(text))
    imports.push(...otherImports(source.tree(), makersOfRequire(imports)));
  return imports;
}

/** What `createRequire` of Node is called here. */
function makersOfRequire(imports: readonly Import[]): ReadonlySet<string> {
  return new Set(
    imports
      .filter(({ specifier }) => specifier === 'node:module' || specifier === 'module')
      .flatMap(({ names, locals = [] }) => locals.filter((_, index) => names[index] === 'createRequire')),
  );
}

function otherImports(tree: SyntaxNode, makers: ReadonlySet<string>): Import[] {
  const imports: Import[] = [];
  const requirers = new Requirers(makers);
  const taken = new Map<SyntaxNode, readonly string[]>();
  const add = (kind: ImportKind, node: SyntaxNode, requested: SyntaxNode | undefined): void => {
    imports.push({
      specifier: literalText(requested),
      kind,
      start: node.start,
      names: taken.get(node) ?? ['*'],
    });
  };
  walk(tree, (node) => {
    switch (node.type) {
      case 'ImportExpression':
        return add('dynamic', node, node['source']);
      case 'TSImportType':
        taken.set(node, namesOfType(node['qualifier']));
        return add('type', node, node['source'] ?? node['argument']);
      case 'TSExternalModuleReference':
        return add('require', node, node['expression']);
      case 'ExportNamedDeclaration':
        if (node['source'] && node['specifiers'].length === 0) add('reexport', node, node['source']);
        return;
      case 'VariableDeclarator':
        requirers.learn(node['id'], node['init']);
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
        if (requirers.requires(node['callee']) || resolvesHere(node['callee']))
          add('require', node, node['arguments'][0]);
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

/** What loads a module by its name as `require` does. */
class Requirers {
  readonly #names = new Set(['require']);
  readonly #makers: ReadonlySet<string>;

  constructor(makers: ReadonlySet<string>) {
    this.#makers = makers;
  }

  /** Remembers `const load = createRequire(import.meta.url)` and `const load = require`. */
  learn(id: SyntaxNode, init: SyntaxNode | null): void {
    if (!init || id.type !== 'Identifier') return;
    const value = unwrapped(init);
    if (this.#makes(value) || (value.type === 'Identifier' && this.#names.has(value['name'])))
      this.#names.add(id['name'] as string);
  }

  /** `require(...)`, `module.require(...)`, `require.resolve(...)` and the same with what `createRequire` gave. */
  requires(given: SyntaxNode): boolean {
    const callee = unwrapped(given);
    if (callee.type === 'Identifier') return this.#names.has(callee['name']);
    if (callee.type !== 'MemberExpression') return this.#makes(callee);
    const object = callee['object'] as SyntaxNode;
    if (keyOf(callee) === 'require') return object['name'] === 'module';
    return keyOf(callee) === 'resolve' && this.requires(object);
  }

  #makes(node: SyntaxNode): boolean {
    if (node.type !== 'CallExpression') return false;
    const callee = node['callee'] as SyntaxNode;
    if (callee.type === 'MemberExpression') return keyOf(callee) === 'createRequire';
    return callee['name'] === 'createRequire' || this.#makers.has(callee['name']);
  }
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

/** `import.meta.resolve(...)` */
function resolvesHere(callee: SyntaxNode): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee['object'].type === 'MetaProperty' &&
    keyOf(callee) === 'resolve'
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
