import { fencesOf } from './markdown.ts';

/** A file made of the snippets of one page; `lines[i]` is the line of the page that line i+1 came from. */
export interface SnippetFile {
  readonly name: string;
  readonly page: string;
  readonly text: string;
  readonly lines: readonly number[];
}

const TYPESCRIPT = new Set(['ts', 'typescript']);

/**
 * The files that the TypeScript snippets of one page stand for.
 *
 * - ```` ```ts no-check ```` is left out.
 * - A first line `// file: order.ts` names the file; the same name again continues it, so that snippets of a page
 *   can import each other (`import { Order } from './order.ts'`).
 * - An HTML comment right before the block that starts with `preamble` holds code that the reader does not see.
 */
export function snippetFiles(page: string, text: string): SnippetFile[] {
  const files = new Map<string, { code: string[]; lines: number[] }>();
  for (const fence of fencesOf(text)) {
    if (!TYPESCRIPT.has(fence.language) || /\bno-check\b/.test(fence.info)) continue;
    const name = /^\s*\/\/ file: (\S+)/.exec(fence.code)?.[1] ?? `snippet-at-line-${fence.line}.ts`;
    const file = files.get(name) ?? { code: [], lines: [] };
    files.set(name, file);
    const preamble = /^\s*preamble:?\s*\n([\s\S]*)$/.exec(fence.comment ?? '')?.[1];
    for (const line of preamble?.split('\n') ?? []) {
      file.code.push(line);
      file.lines.push(fence.line);
    }
    for (const [index, line] of fence.code.split('\n').entries()) {
      file.code.push(line);
      file.lines.push(fence.line + index);
    }
  }
  return [...files].map(([name, { code, lines }]) => ({ name, page, text: `${code.join('\n')}\n`, lines }));
}
