import type { Drawing } from './drawing.ts';
import type { Point } from './layout-engine.ts';
import type { MapPicture } from './map-picture.ts';
import { marks, marksOf } from './notation.ts';
import { colours } from './palette.ts';
import { textWidth } from './text-size.ts';

const size = 12;
const height = 18;
const swatchWidth = 22;
const gap = 22;

/** The legend of what a map shows and of nothing else, in rows no wider than `width`. */
export function legendOf(map: MapPicture, corner: Point, width: number): Drawing['legend'] {
  const classes = (Object.keys(colours) as (keyof typeof colours)[]).filter((each) =>
    each === 'outside' ? map.outsides.length > 0 : map.contexts.some((context) => context.class === each),
  );
  const entries = [
    ...classes.map((each) => ({
      text: each === 'outside' ? 'outside: not ours' : `${each} subdomain`,
      swatch: each,
    })),
    ...marksOf(map.relations).map((mark) => ({ text: `${mark}  ${marks[mark]}` })),
  ];
  let { x, y } = corner;
  return entries.map((entry) => {
    const room = textWidth(entry.text, size) + ('swatch' in entry ? swatchWidth : 0);
    if (x > corner.x && x + room > corner.x + width) {
      x = corner.x;
      y += height + 6;
    }
    const placed = { ...entry, size, x, y, width: room, height };
    x += room + gap;
    return placed;
  });
}
