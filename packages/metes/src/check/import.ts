/** How a file names another module. */
export type ImportKind = 'import' | 'reexport' | 'dynamic' | 'require' | 'type' | 'file' | 'mention';

/** One place where a file names another module. */
export interface Import {
  /** Undefined when it is put together at run time. */
  readonly specifier: string | undefined;
  /** How it begins, as far as the code shows, when the rest is put together at run time. */
  readonly beginning?: string | undefined;
  /** A file is found by its place, what is mentioned is named and perhaps never loaded. */
  readonly kind: ImportKind;
  /** Offset in the text. */
  readonly start: number;
  /** Names taken from the module; `*` for all of it, empty for a bare import. */
  readonly names: readonly string[];
  /** What those names are called here, in the same order; only of static imports. */
  readonly locals?: readonly string[];
  /** What the whole module is called here, for `import * as name`. */
  readonly namespace?: string | undefined;
}
