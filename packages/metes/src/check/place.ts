/** The folders of a context, from the inside out. */
export const layers = ['contract', 'domain', 'application', 'infrastructure', 'api'] as const;

/** What is installed, built or measured lies beside the layers; inside of them these are names like any other. */
export const made: ReadonlySet<string> = new Set(['node_modules', '.git', 'dist', 'coverage']);

/** A layer of a context. */
export type Layer = (typeof layers)[number];

/** Where a file stands. */
export interface Place {
  readonly context: string;
  /** The path inside the context, with forward slashes. */
  readonly inside: string;
  /** Undefined for files beside the layers, such as `context.ts`. */
  readonly layer: Layer | undefined;
  /** True for tests and for what only tests use. */
  readonly isTest: boolean;
}

const testFile = /\.(test|spec|bench)\.[cm]?[jt]sx?$|-under-test\.[cm]?[jt]sx?$|(^|\/)(__tests__|tests?)\//;

/** The place of a path inside a context. */
export function placeOf(context: string, inside: string): Place {
  const first = inside.includes('/') ? inside.slice(0, inside.indexOf('/')) : '';
  const layer = layers.find((each) => each === first);
  return { context, inside, layer, isTest: testFile.test(inside) };
}
