import type { Findings } from '../checker.ts';
import { globalReferences } from '../../../packages/metes/src/check/references.ts';
import type { ParsedFile } from '../core/parsed-file.ts';
import { unwrapped, walk } from '../core/syntax.ts';

const PLAIN = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'EvalError',
  'URIError',
  'AggregateError',
]);

/** The two roots of the error families: only they stand on the plain `Error`. */
const ROOTS = new Set(['MetesError', 'DomainRuleBroken']);

/** Finds plain errors made, plain errors extended, and things thrown that are no errors. */
export function plainErrors(file: ParsedFile, findings: Findings): void {
  for (const { path, node, parent } of globalReferences(file.program)) {
    const name = path[0] ?? '';
    if (path.length !== 1 || !PLAIN.has(name) || !parent) continue;
    const line = file.lineAt(node.start);
    if (parent['callee'] && unwrapped(parent['callee']) === node) {
      findings.add(
        file.path,
        line,
        `A plain ${name} has no code. Throw a MetesError with a code of the error table, or DomainRuleBroken for a refusal of the domain.`,
      );
    }
    if (parent['superClass'] === node && !ROOTS.has(parent['id']?.name)) {
      findings.add(
        file.path,
        line,
        `"${parent['id']?.name ?? 'A class'}" extends ${name}. Extend MetesError or DomainRuleBroken, or add a code to the table instead.`,
      );
    }
  }
  walk(file.program, (node) => {
    if (node.type !== 'ThrowStatement') return;
    const thrown = unwrapped(node['argument']).type;
    if (['Literal', 'TemplateLiteral', 'ObjectExpression', 'ArrayExpression'].includes(thrown)) {
      findings.add(
        file.path,
        file.lineAt(node.start),
        'What is thrown here is not an error. Throw a MetesError with a code of the error table.',
      );
    }
  });
}
