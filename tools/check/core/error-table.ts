import { TOOLKIT } from './file-kinds.ts';
import { keyOf, literalText, unwrapped, type SyntaxNode } from './syntax.ts';
import type { Workspace } from './workspace.ts';

/** One code of the error table, as written in its file. */
export interface ErrorEntry {
  readonly code: string;
  readonly message: string | undefined;
  readonly hint: string | undefined;
  readonly file: string;
  readonly line: number;
}

/** What an error code looks like. */
export const ERROR_CODE = /^METES_[A-Z0-9]+(_[A-Z0-9]+)+$/;

/** The files that the table is composed of. */
export function errorFiles(workspace: Workspace): string[] {
  return workspace.files.filter((path) => /^packages\/metes\/src\/base\/errors-[a-z0-9-]+\.ts$/.test(path));
}

/** Where the parts are put together. */
export const TABLE_FILE = `${TOOLKIT}/base/error-table.ts`;

/** Reads the whole table from its sources, without running them, in the order of the files. */
export function readErrorTable(workspace: Workspace): ErrorEntry[] {
  return errorFiles(workspace).flatMap((path) => {
    const file = workspace.parse(path);
    return (file.program['body'] as SyntaxNode[]).flatMap((statement) => {
      const declaration = statement['declaration'] as SyntaxNode | undefined;
      if (statement.type !== 'ExportNamedDeclaration' || declaration?.type !== 'VariableDeclaration')
        return [];
      return (declaration['declarations'] as SyntaxNode[])
        .filter((declarator) => String(declarator['id'].name).endsWith('Errors'))
        .flatMap((declarator) => objectProperties(declarator['init']))
        .map((property) => ({ ...entryOf(property), file: path, line: file.lineAt(property.start) }));
    });
  });
}

function entryOf(property: SyntaxNode): Pick<ErrorEntry, 'code' | 'message' | 'hint'> {
  const fields = new Map(
    objectProperties(property['value']).map((field) => [keyOf(field), joinedText(field['value'])] as const),
  );
  return { code: keyOf(property) ?? '?', message: fields.get('message'), hint: fields.get('hint') };
}

function objectProperties(node: SyntaxNode | null): SyntaxNode[] {
  const bare = node && unwrapped(node);
  if (bare?.type !== 'ObjectExpression') return [];
  return (bare['properties'] as SyntaxNode[]).filter((property) => property.type === 'Property');
}

/** A text that may be written as several literals added together. */
function joinedText(node: SyntaxNode): string | undefined {
  const bare = unwrapped(node);
  if (bare.type !== 'BinaryExpression' || bare['operator'] !== '+') return literalText(bare);
  const left = joinedText(bare['left']);
  const right = joinedText(bare['right']);
  return left === undefined || right === undefined ? undefined : left + right;
}
