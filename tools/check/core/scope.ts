import { literalText, type SyntaxNode } from './syntax.ts';

/** A name declared in a file; with `from` when it was taken out of another expression, e.g. `const { now } = Date`. */
export interface Binding {
  readonly from?: { readonly init: SyntaxNode; readonly keys: readonly string[] };
}

/** The names declared in one block, function or module, and the scope around it. */
export class Scope {
  readonly #names = new Map<string, Binding>();
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  declare(name: string, binding: Binding = {}): void {
    this.#names.set(name, binding);
  }

  /** Declares every name of a pattern; `init` is the expression the pattern is filled from. */
  declarePattern(pattern: SyntaxNode, init: SyntaxNode | null, keys: readonly string[] = []): void {
    switch (pattern.type) {
      case 'Identifier':
        this.declare(pattern['name'], init ? { from: { init, keys } } : {});
        break;
      case 'AssignmentPattern':
        this.declarePattern(pattern['left'], init ?? pattern['right'], keys);
        break;
      case 'RestElement':
        this.declarePattern(pattern['argument'], init, keys);
        break;
      case 'TSParameterProperty':
        this.declarePattern(pattern['parameter'], init, keys);
        break;
      case 'ArrayPattern':
        for (const element of pattern['elements']) if (element) this.declarePattern(element, null);
        break;
      case 'ObjectPattern':
        for (const property of pattern['properties'] as SyntaxNode[]) {
          if (property.type === 'RestElement') this.declarePattern(property, init, keys);
          else {
            const key = keyOf(property);
            this.declarePattern(property['value'], key === undefined ? null : init, [...keys, key ?? '']);
          }
        }
        break;
      default:
    }
  }

  /** Declares what the statements of one block declare, before any of them is visited. */
  declareStatements(statements: readonly SyntaxNode[]): void {
    for (const statement of statements) this.#declareStatement(statement);
  }

  /** The nearest declaration of a name with the scope it stands in; undefined for a global. */
  lookUp(name: string): { binding: Binding; scope: Scope } | undefined {
    const binding = this.#names.get(name);
    return binding ? { binding, scope: this } : this.#outer?.lookUp(name);
  }

  #declareStatement(statement: SyntaxNode): void {
    switch (statement.type) {
      case 'VariableDeclaration':
        for (const declarator of statement['declarations'])
          this.declarePattern(declarator.id, declarator.init);
        break;
      case 'FunctionDeclaration':
      case 'TSDeclareFunction':
      case 'ClassDeclaration':
      case 'TSEnumDeclaration':
      case 'TSModuleDeclaration':
        if (statement['id']?.type === 'Identifier') this.declare(statement['id'].name);
        break;
      case 'ImportDeclaration':
        for (const specifier of statement['specifiers']) this.declare(specifier.local.name);
        break;
      case 'TSImportEqualsDeclaration':
        this.declare(statement['id'].name);
        break;
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
        if (statement['declaration']) this.#declareStatement(statement['declaration']);
        break;
      default:
    }
  }
}

/** The name of a property or member key; undefined when it is computed at run time. */
export function keyOf(property: SyntaxNode): string | undefined {
  const key = property['key'] ?? property['property'];
  if (!property['computed'] && key.type === 'Identifier') return key.name as string;
  return literalText(key);
}
