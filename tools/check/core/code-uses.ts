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

/** Names of environment variables that a file reads: `env.METES_URL` and `env['METES_URL']`. */
export function environmentNames(file: ParsedFile): string[] {
  const names: string[] = [];
  walk(file.program, (node) => {
    if (!readsEnvironment(node)) return;
    const name: unknown = node['computed'] ? literalText(node['property']) : node['property'].name;
    if (typeof name === 'string') names.push(name);
  });
  return names;
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
