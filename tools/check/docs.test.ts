import { describe, expect, it } from 'vitest';
import { check, told } from './planted.ts';
import { docs } from './rules/docs.ts';

const fence = (info: string, code: string) => `\`\`\`${info}\n${code}\n\`\`\`\n`;
const site = {
  'package.json': JSON.stringify({ scripts: { demo: 'x', test: 'x', metes: 'x' } }),
  'packages/metes/src/index.ts': 'export const answer: number = 42;',
  'packages/metes/src/cli/bin.ts': "export const commands = ['map', 'inspect'];",
};
const planted = (files: Record<string, string>) => told(check(docs, { ...site, ...files }));

describe('the docs checker on links', () => {
  it('passes links and anchors that lead somewhere', () => {
    const guide =
      '# A guide\n\n## Start here!\n\n## Start here!\n\n<a id="old"></a>\n[a](#start-here-1) [b](../README.md#why-metes) [c](https://x.test/y) `[d](gone.md)`\n';
    expect(
      planted({
        'docs/guide.md': guide,
        'README.md': '# Why *Metes*?\n\n[g](docs/guide.md#old) ![p](docs)\n',
      }),
    ).toEqual([]);
  });

  it('catches links and anchors that lead nowhere', () => {
    expect(planted({ 'docs/a.md': '[x](gone.md)' })[0]).toContain('leads nowhere');
    expect(planted({ 'docs/a.md': '# A\n[x](#b)' })[0]).toContain(
      'docs/a.md:2 The page docs/a.md has no heading for "#b"',
    );
    expect(planted({ 'docs/a.md': 'x\n\n[x]: ./gone.md' })[0]).toContain('docs/a.md:3');
    expect(planted({ 'docs/a.md': '[x](/docs/a.md)' })[0]).toContain('relative to this page');
  });
});

describe('the docs checker on snippets', () => {
  it('passes snippets that compile, import each other and have a preamble', () => {
    const page = [
      '# A\n',
      fence('ts', "// file: order.ts\nimport { answer } from 'metes';\nexport const order = answer;"),
      fence('ts', "import { order } from './order.ts';\nconst total: number = order;"),
      '<!-- preamble\ndeclare const hidden: string;\n-->\n',
      fence('ts', 'const seen: string = hidden;'),
      fence('ts no-check', 'this is no code'),
      fence('text', 'nor is this'),
    ].join('\n');
    expect(planted({ 'docs/a.md': page })).toEqual([]);
  });

  it('catches snippets that do not compile and names the line of the page', () => {
    const page = `# A\n\n${fence('ts', "import { answer } from 'metes';\nconst text: string = answer;")}`;
    expect(planted({ 'README.md': page })).toEqual([
      expect.stringContaining('README.md:5 This snippet does not compile: TS2322'),
    ]);
  });

  it('catches a snippet that imports what the toolkit does not export', () => {
    expect(planted({ 'docs/a.md': fence('ts', "import { gone } from 'metes';") })[0]).toContain(
      'docs/a.md:2',
    );
  });
});

describe('the docs checker on commands', () => {
  it('passes commands that exist', () => {
    expect(
      planted({
        'README.md': fence(
          'sh',
          'npm install && npm test\nnpm run demo\nnpx metes inspect .\nnpm run metes -- map',
        ),
      }),
    ).toEqual([]);
  });

  it('catches npm scripts and metes commands that do not exist', () => {
    expect(planted({ 'README.md': fence('sh', 'npm run gone') })[0]).toContain(
      'README.md:2 There is no npm script "gone"',
    );
    expect(planted({ 'README.md': fence('sh', 'npm start') })[0]).toContain('"start"');
    expect(planted({ 'README.md': fence('bash', 'npx metes vanish') })[0]).toContain(
      'knows no "metes vanish"',
    );
  });
});
