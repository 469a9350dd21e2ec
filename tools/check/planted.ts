import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Checker, Finding } from './checker.ts';
import { Workspace } from './core/workspace.ts';

/** What makes `metes` and `metes/<part>` resolve in a planted workspace, as in the real one. */
const MANIFEST = JSON.stringify({
  name: 'metes',
  type: 'module',
  exports: { '.': { '@metes/source': './src/index.ts' }, './*': { '@metes/source': './src/*/index.ts' } },
});

/**
 * Runs one checker over a small workspace in a temporary folder and gives its findings.
 *
 * @example
 * check(floors, { 'packages/metes/src/base/a.ts': "import 'node:fs';" })
 */
export function check(checker: Checker, files: Readonly<Record<string, string>>): readonly Finding[] {
  return withWorkspace(files, (workspace) => checker.run(workspace).findings);
}

/** The findings as `file:line message`, easy to compare. */
export function told(findings: readonly Finding[]): string[] {
  return findings.map(({ file, line, message }) => `${file}:${line} ${message}`);
}

/** Lays the files out in a temporary folder, runs the function over them and removes the folder. */
export function withWorkspace<Result>(
  files: Readonly<Record<string, string>>,
  run: (workspace: Workspace) => Result,
): Result {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'metes-planted-')));
  try {
    for (const [path, text] of Object.entries({ 'packages/metes/package.json': MANIFEST, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    symlinkSync(join(root, 'packages', 'metes'), join(root, 'node_modules', 'metes'), 'junction');
    return run(new Workspace(root));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
