import { childrenOf, keyOf, literalText, type SyntaxNode, unwrapped } from './syntax.ts';
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
export function referencesOf(program: SyntaxNode): readonly Reference[] {
  let found = known.get(program);
  if (!found) {
    known.set(program, (found = []));
    visit(program, new Scope(), undefined, found);
  }
  return found;
}

const known = new WeakMap<SyntaxNode, Reference[]>();

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
      if (node.type === 'MemberExpression' && (!origin || hasMore(node['object'])))
        visit(node['object'], scope, node, found);
      if (node['computed']) visit(node['property'], scope, node, found);
      return;
    }
    case 'CallExpression': {
      const origin = originOf(node, scope);
      if (origin) found.push({ ...origin, node, parent });
      break;
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
  const of = (part: SyntaxNode): Origin | undefined => originOf(part, scope, depth + 1);
  switch (node.type) {
    case 'MemberExpression': {
      const key = keyOf(node);
      const origin = key === undefined ? undefined : of(node['object']);
      return origin && further(origin, [key!]);
    }
    case 'MetaProperty':
      return node['meta'].name === 'import' ? { module: 'import.meta', path: [] } : undefined;
    case 'SequenceExpression':
      return of((node['expressions'] as SyntaxNode[]).at(-1)!);
    case 'AwaitExpression':
      return unwrapped(node['argument']).type === 'ImportExpression' ? of(node['argument']) : undefined;
    case 'ImportExpression':
      return moduleOf(node['source']);
    case 'CallExpression':
      return givenBy(node, of(node['callee']));
    default:
      return undefined;
  }
}

/** What a call gives that loads a module, or that makes what loads modules. */
function givenBy(call: SyntaxNode, callee: Origin | undefined): Origin | undefined {
  const name = callee?.path.join('.');
  const [first] = call['arguments'] as SyntaxNode[];
  if (!callee)
    return keyOf(unwrapped(call['callee'])) === 'createRequire' ? { path: ['require'] } : undefined;
  if (callee.module !== undefined)
    return /^(node:)?module$/.test(callee.module) && name?.endsWith('createRequire')
      ? { path: ['require'] }
      : undefined;
  return name === 'require' || name === 'process.getBuiltinModule' ? moduleOf(first) : undefined;
}

function moduleOf(requested: SyntaxNode | undefined): Origin | undefined {
  const module = literalText(requested);
  return module === undefined ? undefined : { module, path: [] };
}

/** True when there is more in the object of a member than names: what is handed to a call. */
function hasMore(object: SyntaxNode): boolean {
  const node = unwrapped(object);
  if (node.type === 'MemberExpression') return hasMore(node['object']);
  return !['Identifier', 'MetaProperty', 'ThisExpression'].includes(node.type);
}

function further({ module, path }: Origin, keys: readonly string[]): Origin {
  // The default of a module of Node is the module.
  if (module !== undefined && keys[0] === 'default') return further({ module, path }, keys.slice(1));
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
