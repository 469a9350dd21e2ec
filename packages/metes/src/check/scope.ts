import { keyOf, type SyntaxNode } from './syntax.ts';

/** A name declared in a file. */
export interface Binding {
  /** Set when it was taken out of another expression, e.g. `const { now } = Date`. */
  readonly from?: { readonly init: SyntaxNode; readonly keys: readonly string[] };
  /** Set when it was imported: the module, and the name there; none for all of it. */
  readonly imported?: { readonly module: string; readonly keys: readonly string[] };
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
    // What is only declared is made elsewhere: `declare const fetch` is the global one.
    if (statement['declare']) return;
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
        for (const specifier of statement['specifiers'])
          this.declare(specifier.local.name, {
            imported: { module: statement['source'].value, keys: keysOf(specifier) },
          });
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

/** What an import takes of its module: `{ a as b }` takes `a`; the default of a module of Node is the whole. */
function keysOf(specifier: SyntaxNode): readonly string[] {
  if (specifier.type !== 'ImportSpecifier') return [];
  const { imported } = specifier;
  const name = (imported.name ?? imported.value) as string;
  return name === 'default' ? [] : [name];
}
