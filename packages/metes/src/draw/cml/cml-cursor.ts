import { MetesError } from '../../base/errors.ts';
import { type CmlToken, cmlTokens } from './cml-tokens.ts';

/** A way through a CML file, token by token. */
export class CmlCursor {
  readonly #source: string;
  readonly #file: string;
  readonly #tokens: readonly CmlToken[];
  #at = 0;

  constructor(source: string, file: string) {
    this.#source = source;
    this.#file = file;
    this.#tokens = cmlTokens(source, file);
  }

  /** The token ahead; undefined at the end. */
  get next(): CmlToken | undefined {
    return this.#tokens[this.#at];
  }

  /** The next token, which is taken. */
  take(): CmlToken {
    const token = this.next;
    if (token === undefined) throw this.trouble('the file ends in the middle of something');
    this.#at++;
    return token;
  }

  /** Takes the next token when it is this sign or word. */
  takes(value: string): boolean {
    const fits = this.next?.value === value && this.next.kind !== 'text';
    if (fits) this.#at++;
    return fits;
  }

  /** Takes a name. @throws METES_DRAW_CML_SYNTAX */
  name(what: string): string {
    const token = this.take();
    if (token.kind !== 'word') throw this.trouble(`${what} is expected, not "${token.value}"`, token);
    return token.value;
  }

  /** Takes a sign. @throws METES_DRAW_CML_SYNTAX */
  expect(sign: string): void {
    const token = this.take();
    if (token.kind === 'text' || token.value !== sign)
      throw this.trouble(`"${sign}" is expected, not "${token.value}"`, token);
  }

  /** Names with commas between them. */
  names(what: string): string[] {
    const found = [this.name(what)];
    while (this.takes(',')) found.push(this.name(what));
    return found;
  }

  /** Takes what is not understood: to the end of its line, or of the block that begins there. Gives it as it is written. */
  skipStatement(): string {
    const first = this.take();
    let last = first;
    if (first.value === '{') last = this.#skipBlock(first);
    else
      while (
        this.next !== undefined &&
        this.next.value !== '}' &&
        (this.next.line === last.line || this.next.value === '{')
      ) {
        last = this.take();
        if (last.value === '{' && last.kind === 'sign') {
          last = this.#skipBlock(last);
          break;
        }
      }
    return this.#source.slice(first.start, last.end);
  }

  /** What is written from one place to another. */
  text(start: number, end: number): string {
    return this.#source.slice(start, end);
  }

  /** The error for something that cannot be read. */
  trouble(reason: string, token: CmlToken | undefined = this.#tokens[this.#at - 1]): MetesError {
    return new MetesError('METES_DRAW_CML_SYNTAX', { cml: this.#file, line: token?.line ?? 1, reason });
  }

  #skipBlock(opening: CmlToken): CmlToken {
    for (let depth = 1; ;) {
      if (this.next === undefined) throw this.trouble('a block has no end', opening);
      const token = this.take();
      if (token.kind !== 'sign') continue;
      if (token.value === '{') depth++;
      if (token.value === '}' && --depth === 0) return token;
    }
  }
}
