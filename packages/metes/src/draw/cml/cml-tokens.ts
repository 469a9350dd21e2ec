import { MetesError } from '../../base/errors.ts';

/** A word, text or sign of a CML file. */
export interface CmlToken {
  readonly kind: 'word' | 'text' | 'sign';
  /** The word or sign; the content of a text, without quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Counted from 1. */
  readonly line: number;
}

const shapes =
  /(?<blank>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(?<word>\^?[A-Za-z_][\w.]*(?:-[A-Z]\w*)*)|(?<sign><->|->|<-|[\s\S])/gy;

/**
 * Cuts a CML file into words, texts and signs; blanks and comments are left out.
 *
 * @throws METES_DRAW_CML_SYNTAX for a text or comment without an end
 */
export function cmlTokens(source: string, file: string): readonly CmlToken[] {
  const tokens: CmlToken[] = [];
  let line = 1;
  for (const match of source.matchAll(shapes)) {
    const { text, word, sign } = match.groups!;
    const start = match.index;
    const token = { start, end: start + match[0].length, line };
    if (sign === '"' || sign === "'")
      throw new MetesError('METES_DRAW_CML_SYNTAX', { cml: file, line, reason: 'a text has no end' });
    if (text !== undefined) tokens.push({ ...token, kind: 'text', value: unquoted(text) });
    else if (word !== undefined) tokens.push({ ...token, kind: 'word', value: word.replace('^', '') });
    else if (sign !== undefined) tokens.push({ ...token, kind: 'sign', value: sign });
    line += match[0].split('\n').length - 1;
  }
  return tokens;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unquoted(text: string): string {
  return text
    .slice(1, -1)
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, letter: string) =>
      hex === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
}

/** A text as CML writes it, in double quotes. */
export function cmlText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const safe = text.replaceAll(/["\\\u0000-\u001f\u2028\u2029]/g, (sign) =>
    sign === '"' || sign === '\\' ? `\\${sign}` : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${safe}"`;
}
