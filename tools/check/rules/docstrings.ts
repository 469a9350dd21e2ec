import { Findings, type Checker } from '../checker.ts';
import { exportedNames } from '../core/exported-names.ts';
import { TOOLKIT, isTest } from '../core/file-kinds.ts';
import type { ParsedFile } from '../core/parsed-file.ts';
import type { SyntaxNode } from '../core/syntax.ts';

/** Every export of the toolkit says in one sentence what it is. */
export const docstrings: Checker = {
  name: 'docstrings',
  about: 'every export of the toolkit has a docstring',
  run(workspace) {
    const findings = new Findings('docstrings');
    let total = 0;
    for (const path of workspace.under([TOOLKIT])) {
      if (isTest(path) || path.endsWith('/index.ts')) continue;
      const file = workspace.parse(path);
      const documented = documentedNames(file);
      for (const exported of exportedNames(file)) {
        total += 1;
        if (documented.has(exported.localName)) continue;
        findings.add(
          path,
          exported.line,
          `The export "${exported.name}" has no docstring. Say in one sentence above it what it is.`,
        );
      }
    }
    findings.note(`${total} exports looked at`);
    return findings.report();
  },
};

/** Names declared at the top of a file with a docstring right above, in any of their declarations. */
function documentedNames(file: ParsedFile): Set<string> {
  const names = new Set<string>();
  for (const statement of file.program['body'] as SyntaxNode[]) {
    const declaration: SyntaxNode = statement['declaration'] ?? statement;
    for (const declared of declaredNames(declaration, statement)) {
      if (hasDocstring(file, declared.start)) names.add(declared.name);
    }
  }
  return names;
}

function declaredNames(declaration: SyntaxNode, statement: SyntaxNode): { name: string; start: number }[] {
  const start = statement.start;
  if (declaration.type === 'VariableDeclaration') {
    return (declaration['declarations'] as SyntaxNode[]).flatMap((declarator, index) =>
      declarator['id'].type === 'Identifier'
        ? [{ name: declarator['id'].name as string, start: index === 0 ? start : declarator.start }]
        : patternNames(declarator['id']).map((name) => ({ name, start })),
    );
  }
  const names = [{ name: (declaration['id']?.name as string | undefined) ?? 'default', start }];
  if (statement.type === 'ExportDefaultDeclaration') names.push({ name: 'default', start });
  return names;
}

function patternNames(pattern: SyntaxNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern['name'] as string];
    case 'ObjectPattern':
      return (pattern['properties'] as SyntaxNode[]).flatMap((p) =>
        patternNames(p['value'] ?? p['argument']),
      );
    case 'ArrayPattern':
      return (pattern['elements'] as (SyntaxNode | null)[]).flatMap((e) => (e ? patternNames(e) : []));
    case 'AssignmentPattern':
      return patternNames(pattern['left']);
    default:
      return [];
  }
}

function hasDocstring(file: ParsedFile, start: number): boolean {
  return file.comments.some(
    (comment) =>
      comment.type === 'Block' &&
      comment.value.startsWith('*') &&
      /[a-z]/i.test(comment.value) &&
      comment.end <= start &&
      onlyCommentsBetween(file, comment.end, start),
  );
}

/** A lint directive may stand between the docstring and the export. */
function onlyCommentsBetween(file: ParsedFile, from: number, to: number): boolean {
  const between = file.text.slice(from, to).replaceAll(/\/\/[^\n]*|@[\w.]+(\([^)]*\))?/g, '');
  return between.trim() === '';
}
