import type { Finding } from '../base/finding.ts';
import { paint, printable } from './paint.ts';
import type { Terminal } from './terminal.ts';

/** Findings about contracts for people: code, what happened, what to write. */
export function contractFindings(findings: readonly Finding[], terminal: Pick<Terminal, 'colours'>): string {
  const { red, yellow, dim } = paint(terminal.colours);
  return findings
    .map(({ code, severity, message, hint }) => {
      const head = severity === 'error' ? red(code) : yellow(code);
      return `${head}: ${printable(message)}\n  ${dim('->')} ${printable(hint)}\n\n`;
    })
    .join('');
}
