import { Findings, type Checker } from '../checker.ts';
import { SOURCE_FOLDERS } from '../core/file-kinds.ts';

/** Above this share of unresolved imports the other checkers would be blind. */
const HIGHEST_UNRESOLVED_SHARE = 0.02;

/** Every file parses and nearly every import resolves, so that the other checkers see the whole picture. */
export const imports: Checker = {
  name: 'imports',
  about: 'files parse and imports resolve',
  run(workspace) {
    const findings = new Findings('imports');
    const unresolved: { path: string; line: number; specifier: string }[] = [];
    let total = 0;
    for (const path of workspace.under(SOURCE_FOLDERS)) {
      const file = workspace.parse(path);
      if (file.syntaxError)
        findings.add(path, 1, `This file does not parse: ${file.syntaxError}. Correct the syntax.`);
      for (const imported of file.imports) {
        total += 1;
        if (workspace.resolve(file, imported).kind === 'unresolved') {
          unresolved.push({ path, line: imported.line, specifier: imported.specifier });
        }
      }
    }
    const share = total === 0 ? 0 : unresolved.length / total;
    findings.note(`${unresolved.length} of ${total} imports did not resolve (${(share * 100).toFixed(1)} %)`);
    for (const { path, line, specifier } of unresolved) {
      if (share > HIGHEST_UNRESOLVED_SHARE)
        findings.add(
          path,
          line,
          `"${specifier}" resolves to nothing. Correct the path or install the package.`,
        );
      else findings.note(`${path}:${line} "${specifier}" did not resolve`);
    }
    return findings.report();
  },
};
