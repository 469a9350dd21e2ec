import type { Findings } from '../checker.ts';
import { lineFinder } from '../core/line-finder.ts';
import type { Workspace } from '../core/workspace.ts';
import { ACL, FOREIGN_NAMES } from './context-table.ts';

const TEXT = /\.(ts|sql|json)$/;

/** Counts words of foreign models outside the anti-corruption layer; there may be none. */
export function foreignNames(workspace: Workspace, findings: Findings): void {
  for (const [context, names] of Object.entries(FOREIGN_NAMES)) {
    const folder = `shop/contexts/${context}/`;
    let seen = 0;
    for (const path of workspace.files) {
      if (!path.startsWith(folder) || path.startsWith(`${folder}${ACL}`) || !TEXT.test(path)) continue;
      const text = workspace.text(path);
      const lineAt = lineFinder(text);
      for (const name of names) {
        for (const match of text.matchAll(anyCaseOf(name))) {
          seen += 1;
          findings.add(
            path,
            lineAt(match.index),
            `"${match[0]}" is a word of a foreign model. Use the word of the language of ${context}, and keep the foreign word under ${ACL}.`,
          );
        }
      }
    }
    findings.note(`${seen} foreign names outside the ACL of ${context}`);
  }
}

/** Finds `charge_id`, `chargeId`, `ChargeId`, `CHARGE_ID` and `charge-id`, but not a longer word around them. */
function anyCaseOf(name: string): RegExp {
  const words = name.split('_');
  const separated = words.join('[_-]');
  const pascal = words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
  const camel = words[0] + pascal.slice(words[0]?.length ?? 0);
  const wholeWord = `(?<![A-Za-z0-9])(?:${separated}|${separated.toUpperCase()})(?![A-Za-z0-9])`;
  return new RegExp(`${wholeWord}|(?<![A-Za-z])${camel}(?![a-z])|${pascal}(?![a-z])`, 'g');
}
