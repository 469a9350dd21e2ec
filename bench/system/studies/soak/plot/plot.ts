import { type Scale, scaleTo, tickText } from './scale.ts';

/** A line of a panel. A value that is not known leaves a gap. */
export interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** Lines over the same time, with an axis of their own. */
export interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
}

/** Panels under each other over one axis of time. */
export interface Plot {
  readonly title: string;
  /** The moment of each value, minutes. */
  readonly minutes: readonly number[];
  /** The moment of something that happened, a dashed line across all panels. */
  readonly mark?: { readonly minute: number; readonly label: string };
  readonly panels: readonly Panel[];
}

const width = 960;
const height = 190;
const box = { left: 92, right: 190, top: 34, bottom: 26 };
const plotWidth = width - box.left - box.right;
const plotHeight = height - box.top - box.bottom;
/** Told apart by those who see colours otherwise too (Okabe and Ito). */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];

/** Draws it as a picture that needs nothing else: no styles, scripts or fonts from outside. */
export function svgOf(plot: Plot): string {
  const top = 48;
  const total = top + plot.panels.length * height + 20;
  const across = scaleTo(Math.max(...plot.minutes, 0.1), 10);
  const x = (minute: number): number => box.left + (minute / across.most) * plotWidth;
  const panels = plot.panels.map(
    (panel, index) =>
      `<g transform="translate(0 ${top + index * height})">\n${panelOf(panel, plot, across, x)}\n</g>`,
  );
  const last = top + plot.panels.length * height + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="sans-serif" font-size="12" fill="#222">
<rect width="${width}" height="${total}" fill="#fff"/>
${text(plot.title, { x: box.left, y: 26, size: 16, weight: 'bold' })}
${panels.join('\n')}
${plot.mark ? text(`dashed: ${plot.mark.label}`, { x: box.left + plotWidth, y: 26, anchor: 'end', size: 11, colour: '#555' }) : ''}
${text('minutes since the beginning', { x: box.left + plotWidth / 2, y: last, anchor: 'middle' })}
</svg>
`;
}

function panelOf(
  { title, unit, lines }: Panel,
  { minutes, mark }: Plot,
  across: Scale,
  x: (minute: number) => number,
): string {
  const known = lines.flatMap(({ values }) => values.filter((each) => each !== null));
  const up = scaleTo(Math.max(...known, 0), 4);
  const bottom = box.top + plotHeight;
  const y = (value: number): number => bottom - (value / up.most) * plotHeight;
  const parts = [text(`${title}, ${unit}`, { x: box.left, y: box.top - 10, weight: 'bold' })];
  for (const tick of up.ticks) {
    parts.push(stroke(box.left, y(tick), box.left + plotWidth, y(tick), tick === 0 ? '#888' : '#e4e4e4'));
    parts.push(text(tickText(tick, up), { x: box.left - 8, y: y(tick) + 4, anchor: 'end' }));
  }
  for (const tick of across.ticks) {
    parts.push(stroke(x(tick), bottom, x(tick), bottom + 4, '#888'));
    parts.push(text(tickText(tick, across), { x: x(tick), y: bottom + 17, anchor: 'middle' }));
  }
  if (mark) {
    parts.push(stroke(x(mark.minute), box.top, x(mark.minute), bottom, '#555', '4 3'));
  }
  for (const [index, { label, values }] of lines.entries()) {
    const colour = colours[index % colours.length]!;
    parts.push(
      `<path d="${pathOf(minutes, values, x, y)}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linejoin="round"/>`,
    );
    const at = box.top + 6 + index * 18;
    parts.push(stroke(box.left + plotWidth + 14, at, box.left + plotWidth + 34, at, colour, undefined, 3));
    parts.push(text(label, { x: box.left + plotWidth + 40, y: at + 4 }));
  }
  return parts.join('\n');
}

function pathOf(
  minutes: readonly number[],
  values: readonly (number | null)[],
  x: (minute: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let drawing = false;
  for (const [index, value] of values.entries()) {
    if (value !== null)
      path += `${drawing ? 'L' : 'M'}${x(minutes[index]!).toFixed(1)} ${y(value).toFixed(1)}`;
    drawing = value !== null;
  }
  return path;
}

function stroke(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  colour: string,
  dashes?: string,
  thickness = 1,
): string {
  const points = `x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}"`;
  return `<line ${points} stroke="${colour}" stroke-width="${thickness}"${dashes ? ` stroke-dasharray="${dashes}"` : ''}/>`;
}

function text(
  content: string,
  style: {
    readonly x: number;
    readonly y: number;
    readonly anchor?: 'middle' | 'end';
    readonly size?: number;
    readonly weight?: 'bold';
    readonly colour?: string;
  },
): string {
  const { x, y, anchor, size, weight, colour } = style;
  const more = [
    anchor ? ` text-anchor="${anchor}"` : '',
    size ? ` font-size="${size}"` : '',
    weight ? ` font-weight="${weight}"` : '',
    colour ? ` fill="${colour}"` : '',
  ].join('');
  const safe = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more}>${safe}</text>`;
}
