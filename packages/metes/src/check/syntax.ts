/** A node of the parsed tree. Rules look at a handful of node types, so the fields stay open. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: any;
}

/** True for anything that is a node of the tree. */
function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

/** The nodes directly below a node, in the order of the source. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const field in node) {
    const value: unknown = node[field];
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** Visits a node and everything below it; a visitor that returns false is spared what lies below. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void | false): void {
  if (visit(node) === false) return;
  for (const child of childrenOf(node)) walk(child, visit);
}

/** Takes the parentheses, casts and `!` off an expression: none of them changes its value. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return unwrapped(node['expression'] as SyntaxNode);
    default:
      return node;
  }
}

/** The text of a string literal, of a template without placeholders, or of such texts added; else undefined. */
export function literalText(node: SyntaxNode | null | undefined): string | undefined {
  if (!node) return undefined;
  const bare = unwrapped(node);
  if (bare.type === 'Literal' && typeof bare['value'] === 'string') return bare['value'];
  if (bare.type === 'TemplateLiteral' && bare['expressions'].length === 0)
    return bare['quasis'][0]?.value?.cooked as string | undefined;
  if (bare.type === 'BinaryExpression' && bare['operator'] === '+') {
    const [left, right] = [literalText(bare['left']), literalText(bare['right'])];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/** The name of a key of an object, a pattern or a member access; undefined when it is computed. */
export function keyOf(node: SyntaxNode): string | undefined {
  const key = (node['key'] ?? node['property']) as SyntaxNode | undefined;
  if (!key) return undefined;
  if (!node['computed'] && key.type === 'Identifier') return key['name'] as string;
  return literalText(key);
}

/** The value of a property of an object literal. */
export function propertyOf(object: SyntaxNode | undefined, name: string): SyntaxNode | undefined {
  if (object?.type !== 'ObjectExpression') return undefined;
  const found = (object['properties'] as SyntaxNode[]).find(
    (each) => each.type === 'Property' && keyOf(each) === name,
  );
  return found?.['value'] as SyntaxNode | undefined;
}
