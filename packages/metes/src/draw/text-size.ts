/** How wide letters are in a plain sans-serif, in thousandths of the font size, from the blank to the tilde. */
const letters = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** Fonts differ; a picture keeps this much more room than the narrowest of them needs. */
const room = 1.1;

/**
 * How many pixels wide a line of text is taken to be. A picture tells the viewer to fit the line into exactly this
 * width, so what is laid out here cannot overlap there, whatever font the viewer has.
 */
export function textWidth(text: string, size: number, bold = false): number {
  let thousandths = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0)! - 32;
    thousandths += letters[code] ?? (code < 0x1f00 ? 600 : 1000);
  }
  return Math.ceil((thousandths * size * room * (bold ? 1.07 : 1)) / 1000);
}

/** A text cut to a width, with an ellipsis where something is missing. */
export function cutToWidth(text: string, size: number, most: number, bold = false): string {
  if (textWidth(text, size, bold) <= most) return text;
  let kept = Array.from(text);
  while (kept.length > 1 && textWidth(`${kept.join('')}…`, size, bold) > most) kept = kept.slice(0, -1);
  return `${kept.join('').trimEnd()}…`;
}
