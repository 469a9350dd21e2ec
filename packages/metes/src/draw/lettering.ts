import type { TextLine } from './drawing.ts';
import type { Point } from './layout-engine.ts';
import type { ContextPicture, OutsidePicture, RelationPicture } from './map-picture.ts';
import { notationOf } from './notation.ts';
import { cutToWidth, textWidth } from './text-size.ts';

/** A line of text that has a size and no place yet. */
export type Line = Omit<TextLine, 'x' | 'y'>;

/** Lines that stand under one another, and the room they take. */
export interface Block {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

const widest = 220;

/** What stands in the box of a party. */
export function partyLines(party: ContextPicture | OutsidePicture): Block {
  const lines =
    'class' in party
      ? [
          lineOf(party.name, 16, { bold: true }),
          lineOf(`${party.class} · ${party.team}`, 12, { faint: true }),
        ]
      : [lineOf(party.name, 16, { bold: true }), lineOf('outside', 12, { faint: true })];
  const block = blockOf(lines);
  return { lines, width: Math.max(block.width + 32, 132), height: block.height + 26 };
}

/**
 * What stands on the line of a relation: its mark as a whole and the contracts that cross, the first few by name, each
 * with an arrow from its publisher to whoever hears it. `rightwards` says that the upstream stands on the left.
 */
export function crossingLines(relation: RelationPicture, most: number, rightwards = true): Block {
  const { whole } = notationOf(relation);
  const names = relation.exposes.map((each) => {
    const fromUpstream = each.startsWith(`${relation.upstream}.`);
    return `${fromUpstream === rightwards ? '→' : '←'} ${withoutOwner(each)}`;
  });
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const lines = [
    ...(whole === undefined ? [] : [lineOf(whole, 11, { bold: true })]),
    ...(relation.kernel === undefined
      ? []
      : [lineOf(`${relation.kernel.name} ${relation.kernel.version}`, 11, { bold: true })]),
    ...shown.map((each) => lineOf(each, 11)),
    ...(shown.length < names.length
      ? [lineOf(`and ${names.length - shown.length} more`, 11, { faint: true })]
      : []),
    ...relation.through.map((each) => lineOf(`by ${each}`, 11, { faint: true })),
  ];
  const block = blockOf(lines);
  return lines.length === 0 ? block : { lines, width: block.width + 12, height: block.height + 6 };
}

/** The marks at one end of a relation, and the room they take; no room when there are none. */
export function markText(marks: readonly string[]): Line {
  const line = lineOf(marks.join(' '), 11, { bold: true });
  return { ...line, width: marks.length === 0 ? 0 : line.width + 8 };
}

/** A line of text with the room it takes. */
export function lineOf(
  text: string,
  size: number,
  look: { readonly bold?: boolean; readonly faint?: boolean } = {},
): Line {
  const bold = look.bold === true;
  const shown = cutToWidth(text, size, widest, bold);
  return { text: shown, size, ...look, width: textWidth(shown, size, bold), height: Math.ceil(size * 1.35) };
}

/** Lines under one another from a corner on. */
export function stacked(
  texts: readonly {
    readonly text: string;
    readonly size: number;
    readonly bold?: boolean;
    readonly faint?: boolean;
  }[],
  corner: Point,
): TextLine[] {
  let { y } = corner;
  return texts.map(({ text, size, ...look }) => {
    const line: TextLine = {
      text,
      size,
      ...look,
      width: textWidth(text, size, look.bold),
      height: Math.ceil(size * 1.35),
      x: corner.x,
      y,
    };
    y += line.height;
    return line;
  });
}

/** The owner stands at one end of the line already: `ordering.order-placed` is `order-placed` there. */
function withoutOwner(contract: string): string {
  return contract.slice(contract.indexOf('.') + 1);
}

function blockOf(lines: readonly Line[]): Block {
  return {
    lines,
    width: Math.max(0, ...lines.map((each) => each.width)),
    height: lines.reduce((sum, each) => sum + each.height, 0),
  };
}
