import type { EcmaScriptModule } from 'oxc-parser';
import { literalText, walk, type SyntaxNode } from './syntax.ts';

/** One place where a file names another module. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
  /** Names taken from the module; `*` for all of it, empty for a bare import. */
  readonly names: readonly string[];
}

/** Every import of a file: static, re-exported, dynamic, `require`, `import x = require` and `import('x').T`. */
export function importsOf(
  program: SyntaxNode,
  module: EcmaScriptModule,
  lineAt: (offset: number) => number,
): Import[] {
  return [...staticImports(program, module, lineAt), ...otherImports(program, lineAt)];
}

function staticImports(
  program: SyntaxNode,
  module: EcmaScriptModule,
  lineAt: (offset: number) => number,
): Import[] {
  const typeStatements = new Set<number>();
  for (const statement of program['body'] as SyntaxNode[]) {
    if (statement['importKind'] === 'type' || statement['exportKind'] === 'type') {
      typeStatements.add(statement.start);
    }
  }
  const imports = module.staticImports.map((found) => ({
    specifier: found.moduleRequest.value,
    line: lineAt(found.start),
    typeOnly:
      typeStatements.has(found.start) || (found.entries.length > 0 && found.entries.every((e) => e.isType)),
    names: found.entries.map((entry) =>
      entry.importName.kind === 'Name'
        ? (entry.importName.name ?? '')
        : entry.importName.kind === 'Default'
          ? 'default'
          : '*',
    ),
  }));
  const reexports = module.staticExports.flatMap((found) => {
    const request = found.entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (!request) return [];
    return {
      specifier: request.value,
      line: lineAt(found.start),
      typeOnly: typeStatements.has(found.start) || found.entries.every((entry) => entry.isType),
      names: found.entries.map((entry) => entry.importName.name ?? '*'),
    };
  });
  return [...imports, ...reexports];
}

function otherImports(program: SyntaxNode, lineAt: (offset: number) => number): Import[] {
  const imports: Import[] = [];
  walk(program, (node) => {
    const source = requested(node);
    const specifier = literalText(source);
    if (specifier === undefined) return;
    imports.push({
      specifier,
      line: lineAt(node.start),
      typeOnly: node.type === 'TSImportType',
      names: ['*'],
    });
  });
  return imports;
}

function requested(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case 'ImportExpression':
    case 'TSImportType':
      return node['source'] as SyntaxNode;
    case 'TSExternalModuleReference':
      return node['expression'] as SyntaxNode;
    case 'CallExpression':
      return node['callee'].type === 'Identifier' && node['callee'].name === 'require'
        ? (node['arguments'][0] as SyntaxNode | undefined)
        : undefined;
    default:
      return undefined;
  }
}
