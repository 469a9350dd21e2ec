import type { Break } from '../../contract/compatibility/modes.ts';

/** The longest witness that is printed whole. */
const longest = 600;

/** A witness for people, with a blank before it; empty when there is nothing to show. */
export function witnessText(found: Break | undefined): string {
  if (!found) return '';
  if (found.proof === 'undecided') return ' It could not be decided, so it counts as incompatible.';
  const text = JSON.stringify(found.witness);
  const shown = text === undefined ? '' : text.length > longest ? `${text.slice(0, longest)}...` : text;
  if (found.proof === 'misread') return shown === '' ? '' : ` Misread: ${shown}.`;
  const sides =
    found.direction === 'BACKWARD' ? 'valid before, refused now' : 'valid now, refused by older readers';
  return ` Witness (${sides}): ${shown}.`;
}
