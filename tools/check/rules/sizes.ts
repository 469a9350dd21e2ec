import { Findings, type Checker } from '../checker.ts';
import { SOURCE_FOLDERS, isTest } from '../core/file-kinds.ts';
import { exportedNames } from '../core/exported-names.ts';
import { BANNED_EXPORT_WORDS, BANNED_FILE_WORDS, LINE_CAPS, wordsOf } from './naming-table.ts';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Files stay small and are named in kebab case after one concept. */
export const sizes: Checker = {
  name: 'sizes',
  about: 'small files, kebab-case names, no empty words in names',
  run(workspace) {
    const findings = new Findings('sizes');
    const lengths: Record<'source' | 'test', number[]> = { source: [], test: [] };
    for (const path of workspace.under(SOURCE_FOLDERS)) {
      const kind = isTest(path) ? 'test' : 'source';
      const lines = workspace.text(path).replace(/\n$/, '').split('\n').length;
      lengths[kind].push(lines);
      if (lines > LINE_CAPS[kind]) {
        findings.add(
          path,
          LINE_CAPS[kind],
          `This file has ${lines} lines and the cap is ${LINE_CAPS[kind]}. Split it by concept.`,
        );
      }
      const naming = pathMessage(path);
      if (naming) findings.add(path, 1, naming);
      const file = workspace.parse(path);
      for (const exported of exportedNames(file)) {
        const words = ` ${wordsOf(exported.name).join(' ')} `;
        const banned = BANNED_EXPORT_WORDS.find((word) => words.includes(` ${word} `));
        if (banned)
          findings.add(
            path,
            exported.line,
            `The export "${exported.name}" contains "${banned}", which says nothing. Name it after what it does.`,
          );
      }
    }
    for (const kind of ['source', 'test'] as const) {
      const sorted = lengths[kind].sort((a, b) => a - b);
      findings.note(
        `${kind} files: ${sorted.length}, median ${share(sorted, 0.5)} lines, p90 ${share(sorted, 0.9)}, longest ${sorted.at(-1) ?? 0}`,
      );
    }
    return findings.report();
  },
};

function pathMessage(path: string): string | undefined {
  const parts = path.replace(/\.ts$/, '').split('/');
  for (const part of parts) {
    const odd = part.split('.').find((piece) => !KEBAB.test(piece));
    if (odd !== undefined)
      return `"${part}" is not in kebab case. Rename it, for example to "${wordsOf(part).join('-')}".`;
    const banned = wordsOf(part).find((word) => BANNED_FILE_WORDS.includes(word));
    if (banned)
      return `"${part}" contains "${banned}", which says nothing. Name it after the concept it holds.`;
  }
  return undefined;
}

function share(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
