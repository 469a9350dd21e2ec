import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'metes-lint-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
writeFileSync(
  join(folder, 'tsconfig.json'),
  '{ "compilerOptions": { "strict": true, "target": "es2023", "module": "nodenext", "types": [] }, "include": ["."] }',
);
writeFileSync(join(folder, '.oxlintrc.json'), readFileSync(join(root, '.oxlintrc.json')));

/** Runs the linter as `npm run lint` does and gives its exit code and the rules that were broken. */
function lint(text: string): { status: number | null; rules: string[] } {
  writeFileSync(join(folder, 'planted.ts'), text);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const flags = (manifest.scripts['lint'] ?? '').split(' ').filter((word) => word.startsWith('--'));
  const linter = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const { status, stdout } = spawnSync(process.execPath, [linter, ...flags, '--format=json', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
  return { status, rules: diagnostics.map((diagnostic) => diagnostic.code) };
}

describe('the linter', () => {
  it('passes clean code', () => {
    expect(
      lint('export async function run(work: () => Promise<void>): Promise<void> {\n  await work();\n}\n'),
    ).toEqual({ status: 0, rules: [] });
  });

  it.each([
    ['no-floating-promises', 'export function run(work: () => Promise<void>): void {\n  work();\n}\n'],
    [
      'no-misused-promises',
      'export function run(items: string[], send: (item: string) => Promise<void>): void {\n  items.forEach(async (item) => {\n    await send(item);\n  });\n}\n',
    ],
    ['await-thenable', 'export async function run(total: number): Promise<void> {\n  await total;\n}\n'],
  ])('catches %s, for which it has to know the types', (rule, text) => {
    const { status, rules } = lint(text);
    expect(status).not.toBe(0);
    expect(rules.join()).toContain(rule);
  });
});
