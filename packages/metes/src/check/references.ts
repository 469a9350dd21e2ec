import { childrenOf, keyOf, type SyntaxNode, unwrapped } from './syntax.ts';
import { Scope } from './scope.ts';

/** One use of something that the file did not make: `Date.now` is `['Date', 'now']`, `globalThis` itself is the empty path. */
export interface Reference {
  /** Set when the path begins in what was imported: `metes` and `['contract']`. */
  readonly module?: string | undefined;
  readonly path: readonly string[];
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode | undefined;
}

const GLOBAL_OBJECT = new Set(['globalThis', 'global', 'window', 'self']);

/**
 * Every use of a global or of what was imported in a file, seen through aliases: `const { now } = Date`, `const d = Date; d.now`,
 * `globalThis['Date'].now`. A name that the file makes itself is not a global.
 */
export function referencesOf(program: SyntaxNode): Reference[] {
  const found: Reference[] = [];
  visit(program, new Scope(), undefined, found);
  return found;
}

/** Every use of a global in a file. */
export function globalReferences(program: SyntaxNode): Reference[] {
  return referencesOf(program).filter(({ module }) => module === undefined);
}

function visit(node: SyntaxNode, scope: Scope, parent: SyntaxNode | undefined, found: Reference[]): void {
  const bare = unwrapped(node);
  if (bare !== node) {
    visit(bare, scope, parent, found);
    return;
  }
  switch (node.type) {
    case 'Identifier':
    case 'MemberExpression': {
      const origin = originOf(node, scope);
      if (origin) found.push({ ...origin, node, parent });
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
function takenApart(node: SyntaxNode, scope: Scope, found: Reference[]): void {
  const pattern: SyntaxNode = node['id'] ?? node['left'];
  const source: SyntaxNode | null = node['init'] ?? node['right'];
  if (pattern.type !== 'ObjectPattern' || !source) return;
  const origin = originOf(source, scope);
  if (!origin) return;
  for (const property of pattern['properties'] as SyntaxNode[]) {
    const key = property.type === 'RestElement' ? undefined : keyOf(property);
    if (key !== undefined) found.push({ ...further(origin, [key]), node: property, parent: node });
  }
}

type Origin = Pick<Reference, 'module' | 'path'>;

/** Where an expression leads: to a global, into what was imported, or nowhere that can be told. */
function originOf(expression: SyntaxNode, scope: Scope, depth = 0): Origin | undefined {
  if (depth > 20) return undefined;
  const node = unwrapped(expression);
  if (node.type === 'Identifier') {
    const name = node['name'] as string;
    const declared = scope.lookUp(name);
    if (!declared) return { path: GLOBAL_OBJECT.has(name) ? [] : [name] };
    const { imported, from } = declared.binding;
    if (imported) return { module: imported.module, path: imported.keys };
    const origin = from && originOf(from.init, declared.scope, depth + 1);
    return origin && further(origin, from.keys);
  }
  if (node.type === 'MemberExpression') {
    const key = keyOf(node);
    const origin = key === undefined ? undefined : originOf(node['object'], scope, depth + 1);
    return origin && further(origin, [key!]);
  }
  return undefined;
}

function further({ module, path }: Origin, keys: readonly string[]): Origin {
  const isGlobalObject = module === undefined && path.length === 0;
  const [key, ...rest] = keys;
  if (key !== undefined && isGlobalObject && GLOBAL_OBJECT.has(key)) return further({ path }, rest);
  return { module, path: [...path, ...keys] };
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
