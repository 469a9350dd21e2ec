import { expect, it } from 'vitest';
import { linesOfCode } from './lines-of-code.ts';
import { placeOf } from './place.ts';
import { SourceFile } from './source-file.ts';
import { loadSourceTools } from './source-parser.ts';

const tools = await loadSourceTools();
const file = (text: string): SourceFile =>
  new SourceFile({ absolute: '/a.ts', path: 'a.ts', text, place: placeOf('ordering', 'domain/a.ts') }, tools);

it.each([
  ['blanks and comments', '\n// one\n/* two\nthree */\n\n  \n', 0],
  ['code beside comments', 'f(); // one\n/* two */ f();\n/** three\n */\nf();', 3],
  ['what looks like a comment in texts', "const all = 'src/*';\nf();\nf();\nconst ts = '*/*.ts';", 4],
  ['what looks like one in a template', 'const t = `\n// one\n/*\n`;\nconst u = `*/`;', 5],
  ['what looks like one in a pattern', 'const p = /[/*]/;\nf();\nconst q = /[*/]/;', 3],
])('lines of code: %s', (_name, text, lines) => {
  expect(file(text).lines).toBe(lines);
});

it('lines of a piece of a file are counted by its own comments', () => {
  const text = "// before\nfunction f() {\n  // inside\n  return '/*';\n}\n/* after */";
  const start = text.indexOf('function');
  expect(file(text).linesOf({ start, end: text.indexOf('}') + 1 })).toBe(3);
  expect(linesOfCode('', [])).toBe(0);
});
