import { childrenOf, unwrapped, type SyntaxNode } from './syntax.ts';
import { keyOf, Scope } from './scope.ts';

/** One use of a global: `Date.now` is `['Date', 'now']`, `globalThis` itself is the empty path. */
export interface GlobalReference {
  readonly path: readonly string[];
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode | undefined;
}

const GLOBAL_OBJECT = new Set(['globalThis', 'global', 'window', 'self']);

/**
 * Every use of a global in a file, seen through aliases: `const { now } = Date`, `const d = Date; d.now`,
 * `globalThis['Date'].now`. A name that the file declares itself is not a global.
 */
export function globalReferences(program: SyntaxNode): GlobalReference[] {
  const found: GlobalReference[] = [];
  visit(program, new Scope(), undefined, found);
  return found;
}

function visit(
  node: SyntaxNode,
  scope: Scope,
  parent: SyntaxNode | undefined,
  found: GlobalReference[],
): void {
  const bare = unwrapped(node);
  if (bare !== node) {
    visit(bare, scope, parent, found);
    return;
  }
  switch (node.type) {
    case 'Identifier':
    case 'MemberExpression': {
      const path = globalPath(node, scope);
      if (path) found.push({ path, node, parent });
      else if (node.type === 'MemberExpression') visit(node['object'], scope, node, found);
      if (node['computed']) visit(node['property'], scope, node, found);
      return;
    }
    case 'VariableDeclarator':
    case 'AssignmentPattern':
    case 'AssignmentExpression':
      takenApart(node, scope, found);
      break;
    case 'ImportDeclaration':
    case 'ExportSpecifier':
    case 'ExportAllDeclaration':
    case 'LabeledStatement':
      if (node.type === 'LabeledStatement') visit(node['body'], scope, node, found);
      return;
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return;
    default:
      if (isTypeOnly(node)) return;
  }
  const inner = scopeWithin(node, scope);
  for (const child of valueChildren(node)) visit(child, inner, node, found);
}

/** Reports the members that a pattern takes out of a global: `const { now } = Date`. */
function takenApart(node: SyntaxNode, scope: Scope, found: GlobalReference[]): void {
  const pattern: SyntaxNode = node['id'] ?? node['left'];
  const source: SyntaxNode | null = node['init'] ?? node['right'];
  if (pattern.type !== 'ObjectPattern' || !source) return;
  const path = globalPath(source, scope);
  if (!path) return;
  for (const property of pattern['properties'] as SyntaxNode[]) {
    const key = property.type === 'RestElement' ? undefined : keyOf(property);
    if (key !== undefined) found.push({ path: [...path, key], node: property, parent: node });
  }
}

/** The path of an expression that leads to a global, or undefined when it does not. */
function globalPath(expression: SyntaxNode, scope: Scope, depth = 0): readonly string[] | undefined {
  if (depth > 20) return undefined;
  const node = unwrapped(expression);
  if (node.type === 'Identifier') {
    const name = node['name'] as string;
    const declared = scope.lookUp(name);
    if (!declared) return GLOBAL_OBJECT.has(name) ? [] : [name];
    const from = declared.binding.from;
    const path = from && globalPath(from.init, declared.scope, depth + 1);
    return path && [...path, ...from.keys];
  }
  if (node.type === 'MemberExpression') {
    const key = keyOf(node);
    if (key === undefined) return undefined;
    const path = globalPath(node['object'], scope, depth + 1);
    if (!path) return undefined;
    return path.length === 0 && GLOBAL_OBJECT.has(key) ? [] : [...path, key];
  }
  return undefined;
}

function scopeWithin(node: SyntaxNode, scope: Scope): Scope {
  switch (node.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
    case 'TSModuleBlock': {
      const inner = new Scope(scope);
      inner.declareStatements(node['body']);
      return inner;
    }
    case 'SwitchStatement': {
      const inner = new Scope(scope);
      for (const branch of node['cases']) inner.declareStatements(branch.consequent);
      return inner;
    }
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      const inner = new Scope(scope);
      if (node['id']) inner.declare(node['id'].name);
      for (const parameter of node['params']) inner.declarePattern(parameter, null);
      return inner;
    }
    case 'ClassExpression':
    case 'ClassDeclaration': {
      const inner = new Scope(scope);
      if (node['id']) inner.declare(node['id'].name);
      return inner;
    }
    case 'CatchClause': {
      const inner = new Scope(scope);
      if (node['param']) inner.declarePattern(node['param'], null);
      return inner;
    }
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement': {
      const inner = new Scope(scope);
      const head: SyntaxNode | null = node['init'] ?? node['left'];
      if (head) inner.declareStatements([head]);
      return inner;
    }
    default:
      return scope;
  }
}

/** The children that are evaluated: keys of properties and members that are plain names are not. */
function valueChildren(node: SyntaxNode): SyntaxNode[] {
  const key: unknown = node['key'];
  return childrenOf(node).filter((child) => child !== key || node['computed'] === true);
}

const EVALUATED_TS = new Set([
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSExportAssignment',
  'TSParameterProperty',
]);

function isTypeOnly(node: SyntaxNode): boolean {
  return node.type.startsWith('TS') && !EVALUATED_TS.has(node.type);
}
