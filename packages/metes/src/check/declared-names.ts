import type { SourceFile } from './source-file.ts';
import { type SyntaxNode, walk } from './syntax.ts';

/** A name that a file gives to something. */
export interface DeclaredName {
  readonly name: string;
  /** Offset in the text. */
  readonly start: number;
}

const declarations = new Set([
  'VariableDeclarator',
  'FunctionDeclaration',
  'ClassDeclaration',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'TSEnumDeclaration',
  'TSModuleDeclaration',
]);
const members = new Set([
  'Property',
  'PropertyDefinition',
  'MethodDefinition',
  'TSPropertySignature',
  'TSMethodSignature',
  'TSEnumMember',
]);

const known = new WeakMap<SourceFile, readonly DeclaredName[]>();

/** The names that a file gives: of what it declares, of parameters, members and fields. Names taken from others are theirs. */
export function declaredNames(file: SourceFile): readonly DeclaredName[] {
  let names = known.get(file);
  if (!names) known.set(file, (names = namesIn(file.tree)));
  return names;
}

function namesIn(tree: SyntaxNode): DeclaredName[] {
  const names: DeclaredName[] = [];
  const add = (node: SyntaxNode | null | undefined): void => {
    const name: unknown =
      node?.type === 'PrivateIdentifier' || node?.type === 'Identifier' ? node['name'] : node?.['value'];
    if (node && typeof name === 'string') names.push({ name, start: node.start });
  };
  walk(tree, (node) => {
    // What is taken out of an object has the names that its owner gave.
    if (node.type === 'ObjectPattern') return false;
    if (declarations.has(node.type) && node['id']?.type === 'Identifier') add(node['id']);
    if (members.has(node.type) && !node['computed']) add(node['key'] ?? node['id']);
    if (node.type === 'TSTypeParameter') add(node['name']);
    for (const parameter of (node['params'] as readonly SyntaxNode[] | undefined) ?? [])
      add(nameOfParameter(parameter));
    return undefined;
  });
  return names;
}

/** What stands before `= ...`, after `...`, or after `private`; a pattern has the names that its owner gave. */
function nameOfParameter(parameter: SyntaxNode): SyntaxNode | undefined {
  const inner = (parameter['left'] ?? parameter['argument'] ?? parameter['parameter']) as
    | SyntaxNode
    | undefined;
  return inner ? nameOfParameter(inner) : parameter.type === 'Identifier' ? parameter : undefined;
}
