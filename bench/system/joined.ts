/** The sign between the values of a column; never part of one. */
const separator = '\u001f';

/**
 * One column of many rows as one text: the cheapest way to hand rows to PostgreSQL (bench/probes, question 1). Read
 * there with `list('$1', 'uuid')`.
 */
export function joined<Row>(rows: readonly Row[], value: (row: Row) => string | number): string {
  let text = '';
  for (let index = 0; index < rows.length; index++) {
    if (index > 0) text += separator;
    text += value(rows[index]!);
  }
  return text;
}

/** The SQL that takes such a text apart again. */
export function list(parameter: string, type: string): string {
  return `string_to_array(${parameter}, E'\\x1f')::${type}[]`;
}
