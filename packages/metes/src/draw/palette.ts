import type { SubdomainClass } from '../model/subdomain.ts';

/** The colours of a box: six-digit hexadecimal. */
export interface BoxColours {
  readonly fill: string;
  readonly border: string;
  readonly text: string;
}

/** Colours of the boxes; they differ in lightness too, so that a grey print tells them apart. */
export const colours: Readonly<Record<SubdomainClass | 'outside', BoxColours>> = {
  core: { fill: '#ffd98a', border: '#8a4b00', text: '#2b1700' },
  supporting: { fill: '#d6e8fb', border: '#1f5c99', text: '#0b2239' },
  generic: { fill: '#eef0f2', border: '#5d6670', text: '#1d2329' },
  outside: { fill: '#ffffff', border: '#5d6670', text: '#1d2329' },
};

/** Colours of everything else on the white ground. */
export const ink = {
  ground: '#ffffff',
  text: '#1d2329',
  faint: '#56606b',
  line: '#56606b',
  mark: '#1d2329',
  kinship: '#6b2fa0',
};

/** The contrast of two colours as WCAG 2 reckons it: 1 for none, 21 for black on white. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
