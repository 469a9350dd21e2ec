import type { RelationKind } from '../model/relation.ts';
import type { SubdomainClass } from '../model/subdomain.ts';
import type { Point } from './layout-engine.ts';

/** A rectangle in pixels from the top left corner of the picture. */
export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** A line of text in its rectangle. */
export interface TextLine extends Rectangle {
  readonly text: string;
  /** Font size in pixels. */
  readonly size: number;
  readonly bold?: boolean;
  /** Further from the eye than the rest. */
  readonly faint?: boolean;
}

/** A party of the map. */
export interface DrawnBox extends Rectangle {
  readonly name: string;
  readonly class: SubdomainClass | 'outside';
  readonly lines: readonly TextLine[];
  /** Shown by viewers when the pointer rests on the box. */
  readonly title: string;
}

/** A text on the ground of the picture: a mark at the end of a line, or what crosses a relation. */
export interface DrawnLabel extends Rectangle {
  readonly kind: 'mark' | 'crossing';
  readonly lines: readonly TextLine[];
}

/** A line between two boxes, drawn from point to point. */
export interface DrawnLine {
  readonly kind: RelationKind;
  readonly points: readonly Point[];
  readonly title: string;
}

/** A map with a place for everything. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly heading: readonly TextLine[];
  readonly boxes: readonly DrawnBox[];
  readonly labels: readonly DrawnLabel[];
  readonly lines: readonly DrawnLine[];
  readonly legend: readonly (TextLine & { readonly swatch?: SubdomainClass | 'outside' })[];
}
