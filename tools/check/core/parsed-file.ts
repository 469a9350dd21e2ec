import { parseSync, type Comment, type EcmaScriptModule } from 'oxc-parser';
import { importsOf, type Import } from './imports-of.ts';
import { lineFinder } from './line-finder.ts';
import type { SyntaxNode } from './syntax.ts';

/** One TypeScript file, parsed in full. */
export interface ParsedFile {
  /** Path from the root of the workspace, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly program: SyntaxNode;
  readonly module: EcmaScriptModule;
  readonly comments: readonly Comment[];
  readonly imports: readonly Import[];
  readonly syntaxError: string | undefined;
  /** The line, counted from 1, of an offset in the text. */
  lineAt(offset: number): number;
}

/** Parses one file; a syntax error is kept on the result and reported by the `imports` checker. */
export function parseFile(path: string, text: string): ParsedFile {
  const result = parseSync(path, text, { lang: 'ts', sourceType: 'module', preserveParens: false });
  const lineAt = lineFinder(text);
  const program = result.program as unknown as SyntaxNode;
  return {
    path,
    text,
    program,
    module: result.module,
    comments: result.comments,
    imports: importsOf(program, result.module, lineAt),
    syntaxError: result.errors[0]?.message,
    lineAt,
  };
}
