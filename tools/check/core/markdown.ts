/** A fenced block of a Markdown page. */
export interface Fence {
  /** First word after the backticks, e.g. `ts`. */
  readonly language: string;
  /** What stands after the language, e.g. `no-check`. */
  readonly info: string;
  readonly code: string;
  /** Line of the first line of code, counted from 1. */
  readonly line: number;
  /** The text of an HTML comment that stands right before the block. */
  readonly comment: string | undefined;
}

/** A link of a page: inline, by reference, or as HTML. */
export interface Link {
  readonly target: string;
  readonly line: number;
}

/** A heading with the anchor that it gets. */
export interface Heading {
  readonly text: string;
  readonly anchor: string;
  readonly line: number;
}

const FENCE = /^(\s*)(`{3,}|~{3,})\s*([^\s`]*)\s*(.*)$/;

/** Every fenced block of a page, in order. */
export function fencesOf(text: string): Fence[] {
  const fences: Fence[] = [];
  const lines = text.split('\n');
  let open: { mark: string; language: string; info: string; from: number; indent: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const match = FENCE.exec(line);
    if (!open) {
      if (match)
        open = {
          mark: match[2] ?? '',
          language: match[3] ?? '',
          info: match[4] ?? '',
          from: index + 1,
          indent: match[1]?.length ?? 0,
        };
    } else if (match && (match[2] ?? '').startsWith(open.mark) && match[3] === '') {
      const { language, info, from, indent } = open;
      const code = lines
        .slice(from, index)
        .map((l) => l.slice(Math.min(indent, l.length - l.trimStart().length)))
        .join('\n');
      fences.push({
        language,
        info: info.trim(),
        code,
        line: from + 1,
        comment: commentBefore(lines, from - 2),
      });
      open = undefined;
    }
  }
  return fences;
}

function commentBefore(lines: readonly string[], last: number): string | undefined {
  let end = last;
  while (end >= 0 && lines[end]?.trim() === '') end -= 1;
  if (!lines[end]?.trimEnd().endsWith('-->')) return undefined;
  let start = end;
  while (start >= 0 && !lines[start]?.includes('<!--')) start -= 1;
  const comment = lines.slice(Math.max(start, 0), end + 1).join('\n');
  return /<!--([\s\S]*)-->/.exec(comment)?.[1];
}

/** The page with its code blanked out, so that line numbers stay. */
export function proseOf(text: string): string[] {
  let mark: string | undefined;
  return text.split('\n').map((line) => {
    const match = FENCE.exec(line);
    if (mark !== undefined) {
      if (match && (match[2] ?? '').startsWith(mark) && match[3] === '') mark = undefined;
      return '';
    }
    if (match) {
      mark = match[2];
      return '';
    }
    return line;
  });
}

/** Headings of a page with the anchors that GitHub gives them. */
export function headingsOf(text: string): Heading[] {
  const used = new Map<string, number>();
  return proseOf(text).flatMap((line, index) => {
    const match = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(line);
    if (!match) return [];
    const plain = (match[1] ?? '')
      .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/`|\*\*?|<[^>]+>/g, '');
    const base = plain
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc}\- ]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const count = used.get(base) ?? 0;
    used.set(base, count + 1);
    return [{ text: plain, anchor: count === 0 ? base : `${base}-${count}`, line: index + 1 }];
  });
}

/** Anchors that a page offers: its headings, and ids and names of its HTML. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set(headingsOf(text).map((heading) => heading.anchor));
  for (const match of text.matchAll(/<[a-z][^>]*\s(?:id|name)="([^"]+)"/gi)) anchors.add(match[1] ?? '');
  return anchors;
}

/** Links of a page, those inside code left out. */
export function linksOf(text: string): Link[] {
  return proseOf(text).flatMap((line, index) => {
    const prose = line.replaceAll(/`[^`]*`/g, (code) => ' '.repeat(code.length));
    const targets = [
      ...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g),
      ...prose.matchAll(/^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)>?/g),
      ...prose.matchAll(/<(?:a|img|source)\s[^>]*(?:href|src|srcset)="([^"]+)"/gi),
    ];
    return targets.map((match) => ({ target: match[1] ?? '', line: index + 1 }));
  });
}
