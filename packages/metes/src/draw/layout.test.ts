import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Drawing, Rectangle } from './drawing.ts';
import { generatedMap } from './generated-maps-under-test.ts';
import { layOut } from './layout.ts';
import { layoutEngine, type Point } from './layout-engine.ts';
import { colours, contrast, ink } from './palette.ts';
import { svg } from './svg.ts';
import { cutToWidth, textWidth } from './text-size.ts';

const engine = await layoutEngine();

/** What must never lie on one another: boxes, labels, the heading and the legend. */
function rectanglesOf({
  boxes,
  labels,
  heading,
  legend,
}: Drawing): (Rectangle & { readonly what: string })[] {
  return [
    ...boxes.map((each) => ({ ...each, what: `the box ${each.name}` })),
    ...labels.map((each) => ({
      ...each,
      what: `the label "${each.lines.map((line) => line.text).join(' ')}"`,
    })),
    ...heading.map((each) => ({ ...each, what: `the heading "${each.text}"` })),
    ...legend.map((each) => ({ ...each, what: `the legend "${each.text}"` })),
  ];
}

function overlapsIn(rectangles: readonly (Rectangle & { readonly what: string })[]): string[] {
  const slack = 0.2; // places are rounded to tenths
  return rectangles.flatMap((one, index) =>
    rectangles
      .slice(index + 1)
      .filter(
        (other) =>
          one.x + slack < other.x + other.width &&
          other.x + slack < one.x + one.width &&
          one.y + slack < other.y + other.height &&
          other.y + slack < one.y + one.height,
      )
      .map((other) => `${one.what} overlaps ${other.what}`),
  );
}

function outOfPicture({ width, height, ...drawing }: Drawing): string[] {
  return rectanglesOf({ width, height, ...drawing })
    .filter(
      (each) => each.x < 0 || each.y < 0 || each.x + each.width > width || each.y + each.height > height,
    )
    .map((each) => `${each.what} leaves the picture`);
}

/** Lines that run through a box, or through a text that is not their own. */
function crossedIn({ lines, boxes, labels }: Drawing): string[] {
  const inside = ({ x, y, width, height }: Rectangle, from: Point, to: Point): boolean =>
    Math.max(from.x, to.x) > x + 1 &&
    Math.min(from.x, to.x) < x + width - 1 &&
    Math.max(from.y, to.y) > y + 1 &&
    Math.min(from.y, to.y) < y + height - 1;
  const through = (area: Rectangle) =>
    lines.filter(({ points }) =>
      points.some((point, index) => index > 0 && inside(area, points[index - 1]!, point)),
    );
  return [
    ...boxes.filter((each) => through(each).length > 0).map((each) => `a line runs through ${each.name}`),
    ...labels
      .filter((each) => through(each).length > (each.kind === 'crossing' ? 1 : 0))
      .map((each) => `a line runs through "${each.lines.map((line) => line.text).join(' ')}"`),
  ];
}

describe('a drawing of a map', () => {
  it('has no overlapping boxes or labels and no lines through them, whatever the map of 5 to 20 contexts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 5, max: 20 }), fc.nat(1_000_000), async (size, seed) => {
        const drawing = await layOut(generatedMap(seed, size), engine);
        expect(overlapsIn(rectanglesOf(drawing))).toEqual([]);
        expect(outOfPicture(drawing)).toEqual([]);
        expect(crossedIn(drawing)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  }, 120_000);

  it('of 20 contexts with 30 relations shows each of them, on a ground that fits a wide screen', async () => {
    const map = generatedMap(1, 20, 30);
    const drawing = await layOut(map, engine);
    expect(drawing.boxes.map((each) => each.name)).toEqual(
      [...map.contexts, ...map.outsides].map((each) => each.name),
    );
    expect(drawing.lines).toHaveLength(30);
    expect(drawing.width).toBeLessThan(3000);
    expect(drawing.height).toBeLessThan(1600);
  });

  it('is the same for the same map', async () => {
    const map = generatedMap(7, 14);
    const first = svg(await layOut(map, engine), map.name);
    expect(svg(await layOut(map, await layoutEngine()), map.name)).toBe(first);
  });

  it('of an empty map is a picture too', async () => {
    const drawing = await layOut({ name: 'nothing', contexts: [], outsides: [], relations: [] }, engine);
    expect(svg(drawing, 'nothing')).toContain('0 contexts');
  });
});

describe('the search for overlaps', () => {
  const at = (x: number, what: string) => ({ x, y: 0, width: 10, height: 10, what });

  it('finds two that overlap, and passes two that touch', () => {
    expect(overlapsIn([at(0, 'one'), at(9, 'two')])).toEqual(['one overlaps two']);
    expect(overlapsIn([at(0, 'one'), at(10, 'two')])).toEqual([]);
  });

  it('finds a line through a box', async () => {
    const drawing = await layOut(generatedMap(3, 6), engine);
    const { x, y, width, height } = drawing.boxes[0]!;
    const planted = {
      ...drawing.lines[0]!,
      points: [
        { x: x - 5, y: y + height / 2 },
        { x: x + width + 5, y: y + height / 2 },
      ],
    };
    expect(crossedIn({ ...drawing, lines: [planted] })).toContain(
      `a line runs through ${drawing.boxes[0]!.name}`,
    );
  });
});

describe('an SVG', () => {
  it('stands alone: nothing in it is loaded or run', async () => {
    const text = svg(await layOut(generatedMap(2, 8), engine), 'shop');
    expect(text).not.toMatch(/href|url\(|<script|<style|<image|<foreignObject|@import/i);
  });

  it('shows names with signs of XML as they are', async () => {
    const map = generatedMap(2, 5);
    const odd = {
      ...map,
      name: `<b>"R&D"</b>\u0000`,
      contexts: map.contexts.map((each, index) => (index ? each : { ...each, team: 'R&D <x>' })),
    };
    const text = svg(await layOut(odd, engine), odd.name);
    expect(text).toContain('&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;</text>');
    expect(text).toContain('R&amp;D &lt;x&gt;');
    expect(text).not.toContain('\u0000');
  });
});

describe('the colours', () => {
  it.each(Object.entries(colours))(
    'of %s let its text be read and its border be seen',
    (_, { fill, border, text }) => {
      expect(contrast(text, fill)).toBeGreaterThan(7);
      expect(contrast(ink.faint, ink.ground)).toBeGreaterThan(4.5);
      expect(contrast(border, ink.ground)).toBeGreaterThan(3);
      expect(contrast(border, fill)).toBeGreaterThan(3);
    },
  );

  it('are told apart by a contrast that is reckoned as WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});

it('a text that is too long is cut and says so', () => {
  const cut = cutToWidth('a very long name of a context that nobody can read', 16, 100);
  expect(cut).toMatch(/^a very.*…$/);
  expect(textWidth(cut, 16)).toBeLessThanOrEqual(100);
  expect(cutToWidth('short', 16, 100)).toBe('short');
});

it('a missing layout library is named with what to type: METES_DRAW_LAYOUT_MISSING', async () => {
  await expect(layoutEngine(() => Promise.reject(new TypeError('not found')))).rejects.toThrow(
    /METES_DRAW_LAYOUT_MISSING/,
  );
});
