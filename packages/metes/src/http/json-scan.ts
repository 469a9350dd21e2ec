import { isForbiddenName } from './forbidden-names.ts';
import type { HttpLimits } from './limits.ts';

const quote = 0x22;
const backslash = 0x5c;

/**
 * Says why a JSON text is refused although a parser would take it: nesting, number of fields, names given twice,
 * prototype names, U+0000 and halves of surrogate pairs, numbers that do not survive. One pass without recursion, made
 * before parsing. It does not check the grammar: for text that is no JSON it may say anything.
 *
 * @returns the reason, or undefined when there is none
 */
export function refusedJson(
  text: string,
  limits: Pick<HttpLimits, 'jsonDepth' | 'jsonFields'>,
): string | undefined {
  /** The names used so far in each open object; undefined for arrays. */
  const open: (Set<string> | undefined)[] = [];
  let fields = 0;
  let expectsName = false;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    switch (code) {
      case 0x7b: // {
      case 0x5b: // [
        if (open.length >= limits.jsonDepth) return `it is nested deeper than ${limits.jsonDepth} levels`;
        open.push(code === 0x7b ? new Set() : undefined);
        expectsName = code === 0x7b;
        at++;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        expectsName = false;
        at++;
        break;
      case 0x2c: // ,
        expectsName = open.at(-1) !== undefined;
        at++;
        break;
      case quote: {
        const end = endOfString(text, at);
        const plain = plainString(text, at, end);
        if (plain === undefined) return 'a text contains U+0000 or half of a surrogate pair';
        if (expectsName) {
          const names = open.at(-1)!;
          if (++fields > limits.jsonFields) return `it has more than ${limits.jsonFields} fields`;
          if (isForbiddenName(plain)) return `it has a field with the forbidden name "${plain}"`;
          if (names.has(plain)) return `it has the field "${plain.slice(0, 40)}" twice in one object`;
          names.add(plain);
          expectsName = false;
        }
        at = end;
        break;
      }
      default: {
        if (code !== 0x2d && (code < 0x30 || code > 0x39)) {
          at++;
          break;
        }
        const end = endOfNumber(text, at);
        const reason = refusedNumber(text.slice(at, end));
        if (reason !== undefined) return reason;
        at = end;
      }
    }
  }
  return undefined;
}

/** The index after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const next = text.indexOf('"', at);
    if (next === -1) return text.length;
    let slashes = 0;
    while (text.charCodeAt(next - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return next + 1;
    at = next + 1;
  }
}

/** What the string says; undefined when it says what no text can. Strings that are broken otherwise are the parser's. */
function plainString(text: string, start: number, end: number): string | undefined {
  const inner = text.slice(start + 1, end - 1);
  if (!inner.includes('\\')) return inner;
  let plain: unknown;
  try {
    plain = JSON.parse(text.slice(start, end));
  } catch {
    return inner;
  }
  return typeof plain !== 'string' || /\0|[\ud800-\udfff]/u.test(plain) ? undefined : plain;
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const part =
      (code >= 0x30 && code <= 0x39) ||
      code === 0x2e ||
      code === 0x2b ||
      code === 0x2d ||
      code === 0x45 ||
      code === 0x65;
    if (!part) break;
  }
  return at;
}

function refusedNumber(token: string): string | undefined {
  if (token.length > 40) return 'it has a number of more than 40 characters';
  const value = Number(token);
  if (Object.is(value, -0)) return 'it has the number -0';
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? 'it has a number beyond 9007199254740991' : undefined;
}
