/** Who owns a folder or file of the repository. */
export interface Ownership {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  /** Such as `@organisation/team` or an e-mail address. */
  readonly handles: readonly string[];
}

const begin = '# metes map: begin (what stands before the end is replaced)';
const end = '# metes map: end';

/** The two lines between which a CODEOWNERS file is kept up to date. */
export const codeOwnersMarks = `${begin}\n${end}\n`;

/** Whether a CODEOWNERS file has a place for the block. */
export function hasCodeOwnersBlock(text: string): boolean {
  return text.indexOf(begin) !== -1 && text.indexOf(end) > text.indexOf(begin);
}

/** A CODEOWNERS file with its block brought up to date; lines outside of the block stay as they are. */
export function codeOwners(ownerships: readonly Ownership[], now = codeOwnersMarks): string {
  const width = Math.max(0, ...ownerships.map((each) => pattern(each.path).length));
  const lines = ownerships.map(
    ({ path, handles }) => `${pattern(path).padEnd(width)}  ${handles.join(' ')}\n`,
  );
  const text = hasCodeOwnersBlock(now) ? now : codeOwnersMarks;
  return `${text.slice(0, text.indexOf(begin))}${begin}\n${lines.join('')}${text.slice(text.indexOf(end))}`;
}

/** A path as CODEOWNERS wants it: from the root, blanks and number signs escaped. */
function pattern(path: string): string {
  return `/${path.replaceAll(/[\s#\\]/g, String.raw`\$&`)}`;
}
