/** What makes no sense on the command line, in a sentence. */
export class Wrong extends Error {}

/** Items between commas, none twice. */
export function listOf(name: string, text: string): string[] {
  const items = text.split(',').map((each) => each.trim());
  if (items.includes(''))
    throw new Wrong(`--${name} takes a list with commas and without gaps, and not "${text}"`);
  const twice = items.find((each, index) => items.indexOf(each) !== index);
  if (twice !== undefined) throw new Wrong(`--${name} names ${twice} twice`);
  return items;
}

/** A number within bounds, both included. */
export function number(name: string, text: string, least: number, most: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new Wrong(`--${name} takes a number from ${least} to ${most}, and not "${text}"`);
  return value;
}

/** A whole number within bounds, both included. */
export function whole(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new Wrong(`--${name} takes whole numbers from ${least} to ${most}, and not "${text}"`);
  }
  return value;
}
