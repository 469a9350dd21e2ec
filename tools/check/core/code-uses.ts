import { ERROR_CODE } from './error-table.ts';
import type { ParsedFile } from './parsed-file.ts';
import { literalText, walk, type SyntaxNode } from './syntax.ts';

/** One place where a source names an error code. */
export interface CodeUse {
  readonly code: string;
  readonly line: number;
  /** True where the code is handed on, false where it is only compared or used as a type. */
  readonly thrown: boolean;
}

/** Every error code that a file names as a string; names of environment variables are left out. */
export function codeUses(file: ParsedFile): CodeUse[] {
  const uses: CodeUse[] = [];
  walk(file.program, (node, parents) => {
    if (node.type !== 'Literal' && node.type !== 'TemplateLiteral') return;
    const text = literalText(node);
    if (text === undefined || !ERROR_CODE.test(text)) return;
    const parent = parents.at(-1);
    if (parent && readsEnvironment(parent)) return;
    uses.push({ code: text, line: file.lineAt(node.start), thrown: !isCompared(node, parent) });
  });
  return uses;
}

/**
 * Names of environment variables that these files read: `env.METES_URL`, `env['METES_URL']`, the keys of
 * `const environment = z.object({ METES_URL: ... })`, and `const variable = 'METES_URL'` with `env[variable]`, also when
 * the two stand in different files.
 */
export function environmentNames(files: readonly ParsedFile[]): Set<string> {
  const names = new Set<string>();
  const variables = new Set<string>();
  const constants: { variable: string; text: string }[] = [];
  for (const file of files) {
    if (!file.text.includes('METES_') && !file.text.includes('env[')) continue;
    walk(file.program, (node) => {
      if (node.type === 'VariableDeclarator' && node['id'].type === 'Identifier') {
        const text = literalText(node['init']);
        if (text !== undefined) constants.push({ variable: node['id'].name, text });
        if (node['id'].name === 'environment')
          for (const name of keysOf(node['init']?.arguments?.[0])) names.add(name);
      }
      if (!readsEnvironment(node)) return;
      const property = node['property'] as SyntaxNode;
      const name: unknown = node['computed'] ? literalText(property) : property['name'];
      if (typeof name === 'string') names.add(name);
      else if (property.type === 'Identifier') variables.add(property['name'] as string);
    });
  }
  for (const { variable, text } of constants) if (variables.has(variable)) names.add(text);
  return names;
}

function keysOf(object: SyntaxNode | undefined): string[] {
  if (object?.type !== 'ObjectExpression') return [];
  return (object['properties'] as SyntaxNode[]).flatMap((property) =>
    typeof property['key']?.name === 'string' ? [property['key'].name] : [],
  );
}

function readsEnvironment(node: SyntaxNode): boolean {
  if (node.type !== 'MemberExpression') return false;
  const object = node['object'] as SyntaxNode;
  return object['name'] === 'env' || object['property']?.name === 'env';
}

function isCompared(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  switch (parent?.type) {
    case 'BinaryExpression':
    case 'TSLiteralType':
      return true;
    case 'SwitchCase':
      return parent['test'] === node;
    case 'CallExpression':
      return /^is[A-Z]/.test(parent['callee'].name ?? '');
    default:
      return false;
  }
}
