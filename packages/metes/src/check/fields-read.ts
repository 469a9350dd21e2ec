import { childrenOf, keyOf, type SyntaxNode, unwrapped } from './syntax.ts';

/** The fields that code reads of an object, at its top level; `all` when the whole object goes somewhere. */
export type FieldsRead = ReadonlySet<string> | 'all';

/** What several readers read together. */
export function together(reads: readonly FieldsRead[]): FieldsRead {
  const fields = new Set<string>();
  for (const each of reads) {
    if (each === 'all') return 'all';
    for (const field of each) fields.add(field);
  }
  return fields;
}

/** The fields that a function reads of one of its parameters. A function that cannot be found reads all. */
export function fieldsRead(given: SyntaxNode | undefined, position: number, tree: SyntaxNode): FieldsRead {
  if (!given) return new Set();
  const func = functionAt(unwrapped(given), tree);
  if (!func) return 'all';
  const parameter = (func['params'] as SyntaxNode[])[position];
  if (!parameter) return new Set();
  return ofPattern(parameter, func);
}

function functionAt(node: SyntaxNode, tree: SyntaxNode): SyntaxNode | undefined {
  if (/^(Arrow)?Function(Expression|Declaration)$/.test(node.type)) return node;
  if (node.type !== 'Identifier') return undefined;
  for (const statement of tree['body'] as SyntaxNode[]) {
    const declaration = (statement['declaration'] ?? statement) as SyntaxNode;
    if (declaration.type === 'FunctionDeclaration' && declaration['id']?.name === node['name'])
      return declaration;
    if (declaration.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration['declarations'] as { id: SyntaxNode; init: SyntaxNode | null }[])
      if (id['name'] === node['name'] && init && init.type !== 'Identifier')
        return functionAt(unwrapped(init), tree);
  }
  return undefined;
}

function ofPattern(pattern: SyntaxNode, scope: SyntaxNode): FieldsRead {
  switch (pattern.type) {
    case 'AssignmentPattern':
      return ofPattern(pattern['left'] as SyntaxNode, scope);
    case 'ObjectPattern': {
      const fields = new Set<string>();
      for (const property of pattern['properties'] as SyntaxNode[]) {
        const key = property.type === 'Property' ? keyOf(property) : undefined;
        if (key === undefined) return 'all';
        fields.add(key);
      }
      return fields;
    }
    case 'Identifier':
      return ofName(pattern['name'] as string, scope, pattern);
    default:
      return 'all';
  }
}

/** The fields read of a name inside a function: `e.orderId`, `const { orderId } = e`. */
function ofName(name: string, scope: SyntaxNode, declared: SyntaxNode): FieldsRead {
  const fields = new Set<string>();
  let whole = false;
  const add = (read: FieldsRead): void => {
    if (read === 'all') whole = true;
    else for (const field of read) fields.add(field);
  };
  const isIt = (node: SyntaxNode | null): boolean => node?.type === 'Identifier' && node['name'] === name;
  const visit = (node: SyntaxNode): void => {
    if (node === declared) return;
    if (node.type === 'MemberExpression' && isIt(unwrapped(node['object']))) {
      const key = keyOf(node);
      add(key === undefined ? 'all' : new Set([key]));
    } else if (node.type === 'VariableDeclarator' && isIt(node['init'])) add(ofPattern(node['id'], scope));
    else if (isIt(node)) whole = true;
    else for (const child of usesBelow(node)) visit(child);
  };
  visit(scope);
  return whole ? 'all' : fields;
}

/** The parts of a node in which a name is used: not the keys that happen to be spelled like it. */
function usesBelow(node: SyntaxNode): SyntaxNode[] {
  if (node['computed']) return childrenOf(node);
  if (node.type === 'MemberExpression') return [node['object']];
  if (node.type === 'Property') return [node['value']];
  return childrenOf(node);
}
