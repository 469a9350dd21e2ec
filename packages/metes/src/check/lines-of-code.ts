/** Lines that are neither empty nor comments alone. */
export function linesOfCode(text: string): number {
  return text
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .split('\n')
    .filter((line) => /\S/.test(line) && !/^\s*\/\//.test(line)).length;
}
