import { MetesError } from '../base/errors.ts';

/** A rectangle or a text with a size, as the layout library takes and gives it. */
export interface ElkShape {
  id?: string;
  text?: string;
  width?: number;
  height?: number;
  x?: number;
  y?: number;
  layoutOptions?: Record<string, string>;
}

/** A point of the picture, in pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box with places for the ends of lines. */
export interface ElkNode extends ElkShape {
  ports?: ElkShape[];
  labels?: ElkShape[];
  children?: ElkNode[];
  edges?: ElkEdge[];
}

/** A line from port to port. */
export interface ElkEdge {
  id: string;
  sources: string[];
  targets: string[];
  labels?: ElkShape[];
  sections?: { startPoint: Point; endPoint: Point; bendPoints?: Point[] }[];
}

/** What lays a graph out: gives the same graph with places. */
export interface LayoutEngine {
  layout(graph: ElkNode): Promise<ElkNode>;
}

/** A text to the compiler, so that the toolkit compiles where the library is not installed. */
const library: string = 'elkjs/lib/elk.bundled.js';

/** What a user types to add the layout library. */
export const packageToAdd = 'elkjs@0.12.1';

/**
 * Loads the layout library, an optional peer.
 *
 * @throws METES_DRAW_LAYOUT_MISSING naming the package to add
 */
export async function layoutEngine(
  load: () => Promise<unknown> = () => import(library),
): Promise<LayoutEngine> {
  let loaded: { default: new () => LayoutEngine };
  try {
    loaded = (await load()) as typeof loaded;
  } catch (cause) {
    throw new MetesError('METES_DRAW_LAYOUT_MISSING', { library: packageToAdd }, { cause });
  }
  return new loaded.default();
}
