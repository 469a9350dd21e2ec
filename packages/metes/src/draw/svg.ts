import type { Drawing, DrawnBox, DrawnLabel, DrawnLine, TextLine } from './drawing.ts';
import type { Point } from './layout-engine.ts';
import { pageMark } from './pages.ts';
import { colours, ink } from './palette.ts';

const font = `font-family="Helvetica, Arial, 'Liberation Sans', sans-serif"`;

/** A drawing as one SVG file: no scripts, no fonts or styles from elsewhere, white ground. */
export function svg(drawing: Drawing, title: string): string {
  const { width, height, heading, boxes, labels, lines, legend } = drawing;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" ${font}>
${pageMark}
<rect width="${width}" height="${height}" fill="${ink.ground}"/>
${[
  ...heading.map((each) => textOf(each)),
  ...lines.map(line),
  ...labels.map(label),
  ...boxes.map(box),
  `<line x1="28" y1="${legendTop(drawing)}" x2="${width - 28}" y2="${legendTop(drawing)}" stroke="#d5dae0"/>`,
  ...legend.map(legendEntry),
].join('\n')}
</svg>
`;
}

function legendTop({ legend, height }: Drawing): number {
  return (legend[0]?.y ?? height) - 12;
}

function box(each: DrawnBox): string {
  const { fill, border, text } = colours[each.class];
  const dashes = each.class === 'outside' ? ' stroke-dasharray="6 4"' : '';
  return `<g><title>${escaped(each.title)}</title><rect x="${each.x}" y="${each.y}" width="${each.width}" height="${each.height}" rx="8" fill="${fill}" stroke="${border}" stroke-width="${each.class === 'core' ? 2.5 : 1.5}"${dashes}/>
${each.lines.map((one) => textOf(one, text)).join('\n')}</g>`;
}

function label(each: DrawnLabel): string {
  const ground =
    each.kind === 'mark'
      ? `<rect x="${each.x}" y="${each.y}" width="${each.width}" height="${each.height}" fill="${ink.ground}" stroke="${ink.line}" stroke-width="1"/>`
      : `<rect x="${each.x}" y="${each.y}" width="${each.width}" height="${each.height}" rx="3" fill="${ink.ground}"/>`;
  return `<g>${ground}\n${each.lines.map((one) => textOf(one)).join('\n')}</g>`;
}

const strokes: Readonly<Record<DrawnLine['kind'], string>> = {
  customerSupplier: `stroke="${ink.line}" stroke-width="1.5"`,
  upstream: `stroke="${ink.line}" stroke-width="1.5"`,
  partnership: `stroke="${ink.kinship}" stroke-width="2.5"`,
  sharedKernel: `stroke="${ink.kinship}" stroke-width="2.5"`,
  separateWays: `stroke="${ink.line}" stroke-width="1.5" stroke-dasharray="2 5"`,
};

function line({ kind, points, title }: DrawnLine): string {
  return `<path d="${rounded(points)}" fill="none" stroke-linecap="round" ${strokes[kind]}><title>${escaped(title)}</title></path>`;
}

/** A path through the points whose corners are rounded a little, so that the eye can follow it. */
function rounded(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (!before) return `M${point.x} ${point.y}`;
      if (!after) return `L${point.x} ${point.y}`;
      const into = towards(point, before);
      const outOf = towards(point, after);
      return `L${into.x} ${into.y}Q${point.x} ${point.y} ${outOf.x} ${outOf.y}`;
    })
    .join('');
}

function towards(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y) || 1;
  const share = Math.min(6, length / 2) / length;
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    x: round(corner.x + (other.x - corner.x) * share),
    y: round(corner.y + (other.y - corner.y) * share),
  };
}

function legendEntry(each: Drawing['legend'][number]): string {
  if (each.swatch === undefined) return textOf({ ...each, faint: true });
  const { fill, border } = colours[each.swatch];
  const dashes = each.swatch === 'outside' ? ' stroke-dasharray="3 2"' : '';
  return `<rect x="${each.x}" y="${each.y + 2}" width="16" height="12" rx="3" fill="${fill}" stroke="${border}"${dashes}/>
${textOf({ ...each, x: each.x + 22, width: each.width - 22, faint: true })}`;
}

/** `textLength` makes every viewer fit the text into the room that it was given. */
function textOf(each: TextLine, colour: string = each.faint ? ink.faint : ink.text): string {
  const weight = each.bold ? ' font-weight="700"' : '';
  const baseline = Math.round((each.y + each.height * 0.5 + each.size * 0.36) * 10) / 10;
  return `<text x="${each.x}" y="${baseline}" font-size="${each.size}" textLength="${each.width}" lengthAdjust="spacingAndGlyphs" fill="${colour}"${weight}>${escaped(each.text)}</text>`;
}

/** A text made fit for XML; what XML cannot say at all is left out. */
export function escaped(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .toWellFormed()
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}
