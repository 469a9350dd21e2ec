import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Findings } from '../checker.ts';
import { compilerPath } from '../core/compiler-path.ts';
import { snippetFiles, type SnippetFile } from '../core/snippet-files.ts';
import type { Workspace } from '../core/workspace.ts';

/** Where the snippets are laid out; git ignores it, and imports resolve as from anywhere in the repository. */
const FOLDER = 'node_modules/.cache/docs-snippets';

/** Compiles every TypeScript snippet of these pages against the sources, all in one go. */
export function typeScriptSnippets(workspace: Workspace, pages: readonly string[], findings: Findings): void {
  const folder = join(workspace.root, FOLDER);
  rmSync(folder, { recursive: true, force: true });
  const laidOut = new Map<string, SnippetFile>();
  for (const page of pages) {
    for (const file of snippetFiles(page, workspace.text(page))) {
      const path = join(folder, page.replaceAll(/[^\w]+/g, '-'), file.name);
      if (relative(folder, path).startsWith('..')) {
        findings.add(
          page,
          file.lines[0] ?? 1,
          `"// file: ${file.name}" leads out of the page's folder. Name a file below it.`,
        );
        continue;
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.text);
      laidOut.set(relative(workspace.root, path).replaceAll('\\', '/'), file);
    }
  }
  findings.note(`${laidOut.size} files of TypeScript snippets compiled`);
  if (laidOut.size === 0) return;
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify(settings(workspace, [...laidOut.keys()], folder), null, 2),
  );
  const result = spawnSync(
    process.execPath,
    [compilerPath(), '-p', join(folder, 'tsconfig.json'), '--pretty', 'false'],
    {
      cwd: workspace.root,
      encoding: 'utf8',
    },
  );
  if (result.status !== 0) readErrors(result.stdout + result.stderr, laidOut, findings);
}

function settings(workspace: Workspace, files: readonly string[], folder: string): object {
  const base = join(workspace.root, 'tsconfig.base.json');
  return {
    ...(workspace.has('tsconfig.base.json') ? { extends: base } : {}),
    compilerOptions: {
      ...(workspace.has('tsconfig.base.json')
        ? {}
        : { strict: true, target: 'es2023', module: 'nodenext', types: [] }),
      noEmit: true,
      composite: false,
      incremental: false,
      declaration: false,
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
      moduleDetection: 'force',
      noUnusedLocals: false,
      noUnusedParameters: false,
      customConditions: ['@metes/source'],
    },
    files: files.map((file) => relative(folder, join(workspace.root, file))),
  };
}

function readErrors(output: string, laidOut: ReadonlyMap<string, SnippetFile>, findings: Findings): void {
  let reported = 0;
  for (const [, path = '', line = '1', code = '', text = ''] of output.matchAll(
    /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/gm,
  )) {
    const file = laidOut.get(path.replaceAll('\\', '/'));
    reported += 1;
    if (file)
      findings.add(
        file.page,
        file.lines[Number(line) - 1] ?? file.lines.at(-1) ?? 1,
        `This snippet does not compile: ${code} ${text} Correct it, or mark it "ts no-check" when it shows a mistake.`,
      );
    else
      findings.add(
        path,
        Number(line),
        `The snippets do not compile because of this file: ${code} ${text} Correct it first.`,
      );
  }
  if (reported === 0)
    findings.add(
      'docs',
      1,
      `The compiler did not run over the snippets: ${output.trim().split('\n')[0] ?? 'no output'}. Correct its settings.`,
    );
}
