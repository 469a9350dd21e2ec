/** A text made fit for a line or a table cell of Markdown: nothing in it is taken for markup. */
export function plain(text: string): string {
  return (
    text
      .replaceAll(/\s+/g, ' ')
      .trim()
      .replaceAll(/[\\`*_~[\]|]/g, String.raw`\$&`)
      // What begins a heading, a list or a rule when it stands at the beginning of a line.
      .replace(/^[#+=-]/, String.raw`\$&`)
      .replace(/^(\d+)(?=[.)](?:\s|$))/, '$1\\')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  );
}

/** A name of code, shown as code. */
export function code(name: string): string {
  return `\`${name.replaceAll('`', "'").replaceAll('|', String.raw`\|`)}\``;
}

/** A table; the word "None." when there are no rows. Cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.\n';
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}
