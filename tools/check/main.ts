import { fileURLToPath } from 'node:url';
import { checkers } from './checkers.ts';
import { Workspace } from './core/workspace.ts';

const args = process.argv.slice(2);
const asJson = args.includes('--json');
const names = args.filter((arg) => !arg.startsWith('--'));
const unknown = names.filter((name) => !checkers.some((checker) => checker.name === name));

if (args.includes('--help') || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no checker "${unknown.join('", "')}".`);
  console.log('node --import tsx tools/check/main.ts [--json] [names...]\n');
  for (const checker of checkers) console.log(`  ${checker.name.padEnd(16)}${checker.about}`);
  process.exit(unknown.length > 0 ? 2 : 0);
}

const workspace = new Workspace(fileURLToPath(new URL('../..', import.meta.url)));
const chosen = checkers.filter((checker) => names.length === 0 || names.includes(checker.name));
const reports = chosen.map((checker) => {
  const started = performance.now();
  const report = checker.run(workspace);
  return { checker: checker.name, milliseconds: Math.round(performance.now() - started), ...report };
});

const total = reports.reduce((sum, report) => sum + report.findings.length, 0);
if (asJson) {
  console.log(JSON.stringify({ total, reports }, null, 2));
} else {
  for (const { checker, milliseconds, findings, notes } of reports) {
    console.log(
      `${findings.length === 0 ? 'ok  ' : 'FAIL'} ${checker.padEnd(16)}${findings.length} findings, ${milliseconds} ms`,
    );
    for (const note of notes) console.log(`       ${note}`);
    for (const { file, line, message } of findings) console.log(`     ${file}:${line}  ${message}`);
  }
  console.log(total === 0 ? '\nEverything holds.' : `\n${total} findings.`);
}
process.exitCode = total === 0 ? 0 : 1;
