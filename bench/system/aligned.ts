/** Columns under each other: the first to the left, figures to the right, a row with other columns as it is. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const whole = rows.filter((row) => row.length === rows[0]!.length);
  const widths = rows[0]!.map((_, column) => Math.max(...whole.map((row) => row[column]!.length)));
  const first = Math.max(widths[0]!, ...rows.map((row) => row[0]!.length));
  return rows
    .map((row) => {
      const [name, ...rest] = row;
      const figures =
        row.length === rows[0]!.length ? rest.map((cell, index) => cell.padStart(widths[index + 1]!)) : rest;
      return [name!.padEnd(first), ...figures].join('  ').trimEnd();
    })
    .join('\n');
}
