import { dirname } from 'node:path';
import type { Import } from './import.ts';
import { importsOf } from './imports.ts';
import { linesOfCode } from './lines-of-code.ts';
import type { Place } from './place.ts';
import type { Where } from './finding.ts';
import type { ParsedSource, SourceTools } from './source-parser.ts';
import type { SyntaxNode } from './syntax.ts';

/** One file of a context. */
export class SourceFile {
  /** Where it is on the disk. */
  readonly absolute: string;
  /** Path from the folder in which the check runs, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly place: Place;
  readonly imports: readonly Import[];
  /** The first thing wrong with its syntax. */
  readonly problem: string | undefined;
  readonly #parsed: ParsedSource;
  #starts: readonly number[] | undefined;
  #lines: number | undefined;

  constructor(file: { absolute: string; path: string; text: string; place: Place }, tools: SourceTools) {
    this.absolute = file.absolute;
    this.path = file.path;
    this.text = file.text;
    this.place = file.place;
    this.#parsed = tools.parse(file.absolute, file.text);
    this.problem = this.#parsed.problem;
    this.imports = importsOf(this.#parsed, file.text);
  }

  /** The whole tree, made at the first call. */
  get tree(): SyntaxNode {
    return this.#parsed.tree();
  }

  get folder(): string {
    return dirname(this.absolute);
  }

  get lines(): number {
    return (this.#lines ??= this.linesOf({ start: 0, end: this.text.length }));
  }

  /** How many lines of code a piece of the text has. */
  linesOf({ start, end }: Pick<SyntaxNode, 'start' | 'end'>): number {
    const comments = this.#parsed.comments().filter((each) => each.start >= start && each.end <= end);
    return linesOfCode(
      this.text.slice(start, end),
      comments.map((each) => ({ start: each.start - start, end: each.end - start })),
    );
  }

  /** The place of an offset in the text. */
  at(offset: number): Where {
    this.#starts ??= lineStarts(this.text);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (this.#starts[low] ?? 0) + 1;
    return { context: this.place.context, file: this.path, line: low + 1, column };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
