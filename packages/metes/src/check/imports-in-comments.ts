import type { Import } from './import.ts';
import type { ParsedSource } from './source-parser.ts';

/** `/// <reference path="..." />` and `/// <reference types="..." />` */
const reference = /^[ \t]*\/\/\/\s*<reference\b[^>\n]*?\b(path|types)\s*=\s*["']([^"'\n]+)["']/gm;
/** In comments of JavaScript: a type `import('...')` and `@import { Name } from '...'`. */
const ofJavaScript =
  /\bimport\s*\(\s*["'`]([^"'`\n]+)["'`]\s*\)|@import\s[^"']*?\bfrom\s*["']([^"'\n]+)["']/g;

/** What TypeScript reads in comments: references of a file, and the types of JavaScript. */
export function importsInComments({ comments, isJavaScript }: ParsedSource, text: string): Import[] {
  const found: Import[] = [];
  for (const { 1: kind, 2: named = '', index: start } of text.matchAll(reference)) {
    const specifier = kind === 'types' || named.startsWith('.') ? named : `./${named}`;
    found.push({ specifier, kind: kind === 'types' ? 'mention' : 'type', start, names: ['*'] });
  }
  if (!isJavaScript || !text.includes('import')) return found;
  for (const comment of comments()) {
    if (!comment.value.startsWith('*')) continue;
    for (const match of comment.value.matchAll(ofJavaScript)) {
      const specifier = match[1] ?? match[2];
      found.push({ specifier, kind: 'type', start: comment.start + '/*'.length + match.index, names: ['*'] });
    }
  }
  return found;
}
