import { Findings, type Checker } from '../checker.ts';
import { SOURCE_FOLDERS, TOOLKIT, isTest } from '../core/file-kinds.ts';
import type { Workspace } from '../core/workspace.ts';
import type { ParsedFile } from '../core/parsed-file.ts';
import { literalText, walk, type SyntaxNode } from '../core/syntax.ts';
import { chainOf } from '../core/call-chain.ts';
import { expectationFinder } from './expectations.ts';

const TEST_FUNCTIONS = new Set(['it', 'test', 'describe', 'suite', 'bench']);
const CASES = new Set(['it', 'test']);
const SKIPPERS: Readonly<Record<string, string>> = {
  only: 'Take ".only" out, or the other tests do not run.',
  skip: 'Take ".skip" out: repair the test or delete it.',
  todo: 'Write the test or delete the ".todo".',
};

/** Modules that need PostgreSQL: a test that imports one of them runs in the `pg` project. */
const NEEDS_POSTGRES = [`${TOOLKIT}/postgres/index.ts`, `${TOOLKIT}/embedded/index.ts`];

/** Every test runs, expects something and is named as a plain sentence. */
export const tests: Checker = {
  name: 'tests',
  about: 'every test runs, expects something and is named as a sentence',
  run(workspace) {
    const findings = new Findings('tests');
    let cases = 0;
    for (const path of workspace.under(SOURCE_FOLDERS)) {
      if (!isTest(path)) continue;
      const file = workspace.parse(path);
      const expects = expectationFinder(file);
      walk(file.program, (node) => {
        if (node.type !== 'CallExpression') return;
        const chain = chainOf(node);
        const [root = '', ...rest] = chain;
        const line = file.lineAt(node.start);
        if (root === 'xit' || root === 'xtest' || root === 'xdescribe')
          findings.add(path, line, `"${root}" skips. Repair the test or delete it.`);
        if (!TEST_FUNCTIONS.has(root)) return;
        for (const word of rest)
          if (SKIPPERS[word])
            findings.add(path, line, `${chain.join('.')} is not allowed. ${SKIPPERS[word]}`);
        const args = node['arguments'] as SyntaxNode[];
        const name = args[0] && nameText(args[0]);
        if (name === undefined) return;
        if (/\bshould\b/i.test(name))
          findings.add(path, line, `The name "${name}" says "should". Say what the subject does.`);
        const body = args.find((argument) => /Function/.test(argument.type));
        if (!CASES.has(root) || !body) return;
        cases += 1;
        if (!expects(body))
          findings.add(path, line, `The test "${name}" expects nothing. Add an expect, or delete it.`);
      });
      postgresNaming(workspace, file, findings);
    }
    findings.note(`${cases} tests looked at`);
    return findings.report();
  },
};

function nameText(node: SyntaxNode): string | undefined {
  if (node.type === 'TemplateLiteral') {
    return (node['quasis'] as SyntaxNode[]).map((quasi) => quasi['value'].cooked as string).join('...');
  }
  return literalText(node);
}

function postgresNaming(workspace: Workspace, file: ParsedFile, findings: Findings): void {
  // What tests share is no test itself: who imports it is looked at instead.
  if (file.path.endsWith('.pg.test.ts') || file.path.endsWith('-under-test.ts')) return;
  for (const imported of file.imports) {
    if (imported.typeOnly) continue;
    const target = workspace.resolve(file, imported);
    const needsIt =
      /^metes\/(postgres|embedded)$/.test(imported.specifier) ||
      /(^|\/)fresh-database(\.ts)?$/.test(imported.specifier) ||
      (target.kind === 'file' && NEEDS_POSTGRES.includes(target.path));
    if (needsIt) {
      findings.add(
        file.path,
        imported.line,
        `This test needs PostgreSQL by "${imported.specifier}". Rename it to ${file.path.split('/').at(-1)?.replace('.test.ts', '.pg.test.ts')}.`,
      );
    }
  }
}
