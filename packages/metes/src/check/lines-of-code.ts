/**
 * Lines that are neither empty nor comments alone.
 *
 * @param comments as the parser found them, in their order: in a text, what looks like a comment is none
 */
export function linesOfCode(
  text: string,
  comments: readonly { readonly start: number; readonly end: number }[],
): number {
  let code = '';
  let at = 0;
  for (const { start, end } of comments) {
    code += text.slice(at, start);
    at = end;
  }
  return (code + text.slice(at)).split('\n').filter((line) => /\S/.test(line)).length;
}
