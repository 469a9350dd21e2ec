import type { Findings } from '../checker.ts';
import { lineFinder } from '../core/line-finder.ts';
import type { Workspace } from '../core/workspace.ts';
import { FREE_OF_WORDS_CHECK, UNWANTED_WORDS } from './words-table.ts';

const TEXT =
  /\.(ts|mts|cts|js|mjs|cjs|json|jsonc|md|sql|ya?ml|sh|py|html|css|svg|txt|toml|csv)$|(^|\/)(\.npmrc|\.gitignore|\.ci\/[^/]+|Dockerfile)$/;

/** No file speaks of how it was written or of the machine it was written on. */
export function words(workspace: Workspace, findings: Findings): void {
  for (const path of workspace.files) {
    if (!TEXT.test(path) || FREE_OF_WORDS_CHECK.test(path)) continue;
    const text = workspace.text(path);
    const lineAt = lineFinder(text);
    for (const { pattern, because } of UNWANTED_WORDS) {
      for (const match of text.matchAll(pattern)) {
        findings.add(path, lineAt(match.index), `"${match[0]}" does not belong here. ${because}`);
      }
    }
  }
}
