import type { Findings } from '../checker.ts';
import { fencesOf } from '../core/markdown.ts';
import type { Workspace } from '../core/workspace.ts';

const SHELL = new Set(['sh', 'bash', 'shell', 'console', 'zsh']);
const CLI = 'packages/metes/src/cli';
const LIFECYCLE = new Set(['test', 'start', 'stop', 'restart']);

/** Every npm script and `metes` command that the docs tell the reader to type exists. */
export function shellSnippets(workspace: Workspace, pages: readonly string[], findings: Findings): void {
  const scripts = scriptNames(workspace);
  const cli = workspace
    .under([CLI])
    .map((path) => workspace.text(path))
    .join('\n');
  let commands = 0;
  for (const page of pages) {
    for (const fence of fencesOf(workspace.text(page))) {
      if (!SHELL.has(fence.language) || fence.info.includes('no-check')) continue;
      for (const [index, line] of fence.code.split('\n').entries()) {
        const at = fence.line + index;
        for (const [, run, lifecycle] of line.matchAll(
          /\bnpm (?:run(?:-script)? (?:-\S+ )*([\w:.-]+)|(test|start|stop|restart)\b)/g,
        )) {
          commands += 1;
          const script = run ?? lifecycle ?? '';
          if (!scripts.has(script))
            findings.add(
              page,
              at,
              `There is no npm script "${script}". Add it to package.json or correct the command.`,
            );
        }
        for (const [, command = ''] of line.matchAll(
          /\b(?:npx metes|npm run (?:-s |--silent )?metes --) ([a-z][\w:-]*)/g,
        )) {
          commands += 1;
          if (cli !== '' && !new RegExp(`['"\`]${command}['"\`\\s]|\\b${command}\\s*[:(]`).test(cli)) {
            findings.add(
              page,
              at,
              `The command line knows no "metes ${command}". Write it in ${CLI} or correct the command.`,
            );
          }
        }
      }
    }
  }
  findings.note(`${commands} npm and metes commands in shell snippets`);
}

function scriptNames(workspace: Workspace): Set<string> {
  const manifests = workspace.files.filter((path) => path.split('/').at(-1) === 'package.json');
  const names = manifests.flatMap((path) =>
    Object.keys((workspace.json(path)['scripts'] as object | undefined) ?? {}),
  );
  return new Set(
    names.filter(
      (name) => !LIFECYCLE.has(name) || name in ((workspace.json('package.json')['scripts'] as object) ?? {}),
    ),
  );
}
