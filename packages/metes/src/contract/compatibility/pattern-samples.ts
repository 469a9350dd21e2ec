import { expressionOf } from './accepts.ts';

/** A part of a regular expression: makes a text, asking `pick` which of `n` ways to go. */
type Part = (pick: Pick) => string;
type Pick = (ways: number) => number;

const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
const digits = Array.from('0123456789');
const letters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');
const classes: Readonly<Record<string, readonly string[]>> = {
  d: digits,
  w: [...letters, ...digits, '_'],
  s: [' ', '\t'],
  D: printable.filter((each) => !/\d/.test(each)),
  W: printable.filter((each) => !/\w/.test(each)),
  S: printable.filter((each) => !/\s/.test(each)),
};
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', '0': '\0' };
/** What stands for no upper bound. */
const openEnded = 3;

/**
 * Texts that match a pattern, each tried on the pattern itself; none for patterns with assertions, back references or
 * classes of Unicode, which this small reader of expressions does not know.
 */
export function samplesOfPattern(pattern: string): readonly string[] {
  const part = new Reader(pattern).whole();
  if (!part) return [];
  const picks: Pick[] = [() => 0, (ways) => ways - 1];
  for (let seed = 1; seed <= 14; seed++) {
    let at = seed;
    picks.push((ways) => {
      at = (at * 31 + seed * 17 + 7) % 9_973;
      return at % ways;
    });
  }
  const expression = expressionOf(pattern);
  return [...new Set(picks.map((pick) => part(pick)))].filter((text) => expression.test(text));
}

/** Reads the usual parts of regular expressions. */
class Reader {
  readonly #text: readonly string[];
  #at = 0;
  #lost = false;

  constructor(pattern: string) {
    this.#text = Array.from(pattern);
  }

  whole(): Part | undefined {
    const part = this.#alternatives();
    return this.#lost || this.#at < this.#text.length ? undefined : part;
  }

  #take(expected: string): boolean {
    if (this.#text[this.#at] !== expected) return false;
    this.#at++;
    return true;
  }

  #alternatives(): Part {
    const all = [this.#sequence()];
    while (this.#take('|')) all.push(this.#sequence());
    return all.length === 1 ? all[0]! : (pick) => all[pick(all.length)]!(pick);
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#text.length && !this.#lost) {
      const next = this.#text[this.#at]!;
      if (next === '|' || next === ')') break;
      this.#at++;
      if (next === '^' || next === '$') continue;
      parts.push(this.#repeated(this.#atom(next)));
    }
    return (pick) => parts.map((part) => part(pick)).join('');
  }

  #atom(next: string): Part {
    if (next === '(') return this.#group();
    if (next === '[') return oneOf(this.#class());
    if (next === '.') return oneOf(printable);
    if (next === '\\') return oneOf(this.#escape());
    return () => next;
  }

  #group(): Part {
    if (this.#take('?') && !this.#take(':')) {
      const isNamed = this.#take('<') && !['=', '!'].includes(this.#text[this.#at] ?? '');
      if (!isNamed) this.#lost = true;
      else while (this.#at < this.#text.length && !this.#take('>')) this.#at++;
    }
    const part = this.#alternatives();
    if (!this.#take(')')) this.#lost = true;
    return part;
  }

  #escape(): readonly string[] {
    const next = this.#text[this.#at++] ?? '';
    if (classes[next]) return classes[next];
    if (controls[next] !== undefined) return [controls[next]];
    if (/[A-Za-z1-9]/.test(next) || next === '') this.#lost = true;
    return [next];
  }

  #class(): readonly string[] {
    const negated = this.#take('^');
    const found: string[] = [];
    while (this.#at < this.#text.length && !this.#take(']')) {
      const first = this.#member();
      const isRange = this.#text[this.#at] === '-' && ![']', undefined].includes(this.#text[this.#at + 1]);
      if (!isRange || first.length !== 1) {
        found.push(...first);
        continue;
      }
      this.#at++;
      const last = this.#member();
      const from = first[0]!.codePointAt(0)!;
      const to = Math.min(last[0]?.codePointAt(0) ?? from, from + 200);
      for (let code = from; code <= to; code++) found.push(String.fromCodePoint(code));
    }
    return negated ? printable.filter((each) => !found.includes(each)) : found;
  }

  #member(): readonly string[] {
    const next = this.#text[this.#at++]!;
    return next === '\\' ? this.#escape() : [next];
  }

  #repeated(part: Part): Part {
    const [least, most] = this.#bounds();
    this.#take('?');
    if (least === 1 && most === 1) return part;
    return (pick) => {
      const times = least + pick(Math.min(most - least, openEnded) + 1);
      return Array.from({ length: times }, () => part(pick)).join('');
    };
  }

  #bounds(): readonly [number, number] {
    if (this.#take('*')) return [0, Infinity];
    if (this.#take('+')) return [1, Infinity];
    if (this.#text[this.#at] === '?') {
      this.#at++;
      return [0, 1];
    }
    const found = /^\{(\d+)(,(\d*))?\}/.exec(this.#text.slice(this.#at, this.#at + 12).join(''));
    if (!found) return [1, 1];
    this.#at += found[0].length;
    const least = Number(found[1]);
    return [least, found[2] === undefined ? least : found[3] === '' ? Infinity : Number(found[3])];
  }
}

function oneOf(characters: readonly string[]): Part {
  return (pick) => characters[pick(Math.max(1, characters.length))] ?? '';
}
