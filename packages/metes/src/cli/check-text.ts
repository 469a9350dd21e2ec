import type { CheckReport } from '../check/check-system.ts';
import type { Figures } from '../check/figures.ts';
import type { Finding, Severity } from '../check/finding.ts';
import { type Paint, printable } from './paint.ts';
import { count, span, table } from './table.ts';

/** A report for people: findings by context, figures, where asked for who reads what, and what it comes to. */
export function checkText(
  { findings, figures }: CheckReport,
  ms: number,
  colours: Paint,
  { reads = false }: { readonly reads?: boolean } = {},
): string {
  const { bold, red, green } = colours;
  const parts: string[] = [];
  for (const context of new Set(findings.map(({ where }) => where.context))) {
    const own = findings.filter(({ where }) => where.context === context);
    parts.push(
      `${bold(context ?? 'The system')}\n${own.map((each) => findingText(each, colours)).join('\n')}`,
    );
  }
  if (figures) parts.push(figuresText(figures, colours));
  if (figures && reads) parts.push(readsText(figures, colours));
  const errors = numberOf(findings, 'error');
  const told = (['error', 'warning', 'note'] as const)
    .map((severity) => [severity, numberOf(findings, severity)] as const)
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => count(number, severity));
  const verdict =
    told.length === 0 ? green('Everything keeps to the map.') : (errors > 0 ? red : green)(told.join(', '));
  parts.push(`${verdict} ${span(ms)}\n`);
  return parts.join('\n');
}

function numberOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((each) => each.severity === severity).length;
}

function findingText({ code, severity, message, hint, where }: Finding, { red, yellow, dim }: Paint): string {
  const colour = { error: red, warning: yellow, note: dim }[severity];
  const { file, line, column } = where;
  const place =
    file === undefined ? '' : `  ${[file, line, column].filter((each) => each !== undefined).join(':')}`;
  return `  ${colour(severity)} ${code}${place}\n    ${printable(message)}\n    ${dim('->')} ${printable(hint)}\n`;
}

function figuresText({ classes, contexts, files, imports, unresolved }: Figures, { bold }: Paint): string {
  const share = imports === 0 ? 0 : (100 * unresolved) / imports;
  const rows = classes
    .filter((each) => each.contexts > 0)
    .map((each) => [
      each.class,
      each.contexts,
      each.files,
      each.lines,
      each.domainLines,
      each.testLines,
      each.tests,
      `${each.share} %`,
    ]);
  const read = `${count(contexts, 'context')}, ${count(files, 'file')}, ${count(imports, 'import')}, ${unresolved} of them unresolved (${share.toFixed(1)} %)`;
  return `${bold('Figures')}\n${table([['', 'contexts', 'files', 'lines', 'of domain', 'test lines', 'tests', 'share'], ...rows])}  ${read}\n`;
}

function readsText({ contracts }: Figures, { bold }: Paint): string {
  const rows = contracts.map(({ contract, consumer, read, of }) => [
    contract,
    consumer,
    `${read.length} of ${of}`,
    read.join(', '),
  ]);
  return `${bold('Who reads what')}\n${rows.length === 0 ? '  Nobody reads a contract.\n' : table([['contract', 'read by', 'fields', ''], ...rows])}`;
}
