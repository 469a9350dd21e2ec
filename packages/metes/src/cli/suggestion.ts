/** The known word that is closest to a mistyped one, if any is close. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(word.length / 3));
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const each of known) {
    const distance = word.length > 1 && each.startsWith(word) ? 1 : edits(word, each);
    if (distance <= most && (!best || distance < best.distance)) best = { word: each, distance };
  }
  return best?.word;
}

/** How many letters have to be put in, taken out, replaced or swapped with their neighbour. */
function edits(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 3) return Infinity;
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[one.length]![other.length]!;
}
