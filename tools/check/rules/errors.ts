import { Findings, type Checker } from '../checker.ts';
import { codeUses, environmentNames } from '../core/code-uses.ts';
import { ERROR_CODE, errorFiles, readErrorTable, TABLE_FILE, type ErrorEntry } from '../core/error-table.ts';
import { SOURCE_FOLDERS, TOOLKIT, isTest } from '../core/file-kinds.ts';
import { headingsOf } from '../core/markdown.ts';
import type { Workspace } from '../core/workspace.ts';
import { plainErrors } from './plain-errors.ts';

/** The page that `tools/docs/error-pages.ts` writes. */
export const ERROR_PAGE = 'docs/reference/errors.md';

/** Every error has a code, and every code a thrower, a test and a page. */
export const errors: Checker = {
  name: 'errors',
  about: 'no plain errors; every code is thrown, tested and documented',
  run(workspace) {
    const findings = new Findings('errors');
    const table = readErrorTable(workspace);
    const codes = new Set(table.map((entry) => entry.code));
    const environment = environmentNames(
      workspace.under(SOURCE_FOLDERS).map((path) => workspace.parse(path)),
    );
    checkEntries(workspace, table, findings);

    const thrown = new Set<string>();
    for (const path of workspace.under([TOOLKIT])) {
      if (isTest(path)) continue;
      const file = workspace.parse(path);
      plainErrors(file, findings);
      if (path === TABLE_FILE || errorFiles(workspace).includes(path)) continue;
      for (const use of codeUses(file)) {
        if (environment.has(use.code)) continue;
        if (!codes.has(use.code))
          findings.add(
            path,
            use.line,
            `${use.code} is not in the error table. Add it to ${TOOLKIT}/base/errors-*.ts with a message and a hint.`,
          );
        else if (use.thrown) thrown.add(use.code);
      }
    }
    const tested = testedCodes(workspace);
    const headings = workspace.has(ERROR_PAGE)
      ? new Set(headingsOf(workspace.text(ERROR_PAGE)).map((h) => h.text))
      : new Set();
    for (const entry of table) {
      if (!thrown.has(entry.code))
        findings.add(
          entry.file,
          entry.line,
          `${entry.code} is thrown nowhere. Throw it where it happens, or take it out of the table.`,
        );
      if (!tested.has(entry.code))
        findings.add(
          entry.file,
          entry.line,
          `${entry.code} is named in no test. Write a test that provokes it.`,
        );
      if (!headings.has(entry.code))
        findings.add(
          entry.file,
          entry.line,
          `${entry.code} has no heading in ${ERROR_PAGE}. Run "npm run docs:errors".`,
        );
    }
    documentedCodes(workspace, new Set([...codes, ...environment]), findings);
    findings.note(
      `${table.length} codes: ${thrown.size} thrown, ${table.filter((e) => tested.has(e.code)).length} tested`,
    );
    return findings.report();
  },
};

function checkEntries(workspace: Workspace, table: readonly ErrorEntry[], findings: Findings): void {
  const first = new Map<string, ErrorEntry>();
  for (const entry of table) {
    const { code, file, line } = entry;
    if (!ERROR_CODE.test(code))
      findings.add(file, line, `"${code}" is not a code. Write METES_<AREA>_<WHAT> in capitals.`);
    if (!entry.message?.trim())
      findings.add(
        file,
        line,
        `${code} has no message. Say what happened, with the offending values in {braces}.`,
      );
    if (!entry.hint?.trim()) findings.add(file, line, `${code} has no hint. Say what to type or to change.`);
    const earlier = first.get(code);
    if (earlier)
      findings.add(
        file,
        line,
        `${code} stands already in ${earlier.file}:${earlier.line}. Keep one of the two.`,
      );
    else first.set(code, entry);
  }
  const files = errorFiles(workspace);
  if (files.length === 0) return;
  const composed = workspace.has(TABLE_FILE)
    ? workspace.parse(TABLE_FILE).imports.map((i) => i.specifier)
    : [];
  for (const file of files) {
    const name = file.split('/').at(-1) ?? '';
    if (!composed.includes(`./${name}`))
      findings.add(file, 1, `${TABLE_FILE} does not import this part of the table. Add it there.`);
  }
}

function testedCodes(workspace: Workspace): Set<string> {
  const tested = new Set<string>();
  for (const path of workspace.under(SOURCE_FOLDERS)) {
    if (!isTest(path) || path.startsWith('tools/check/')) continue;
    for (const match of workspace.text(path).matchAll(/METES(?:_[A-Z0-9]+){2,}/g)) tested.add(match[0]);
  }
  return tested;
}

/** A code in the docs that the table does not know is stale, unless it is an environment variable. */
function documentedCodes(workspace: Workspace, known: ReadonlySet<string>, findings: Findings): void {
  const pages = workspace.files.filter((path) => path.endsWith('.md'));
  for (const path of pages) {
    for (const [index, text] of workspace.text(path).split('\n').entries()) {
      for (const [code] of text.matchAll(/(?<![A-Z0-9_])METES(?:_[A-Z0-9]+){2,}/g)) {
        if (known.has(code)) continue;
        findings.add(
          path,
          index + 1,
          `${code} is neither in the error table nor read from the environment. Correct or remove it.`,
        );
      }
    }
  }
}
