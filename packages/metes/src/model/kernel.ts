/** What two teams share and change together: a product of its own, small and owned. */
export interface Kernel {
  readonly name: string;
  /** The team that decides what goes in. */
  readonly owner: string;
  /** Its semantic version. */
  readonly version: string;
  /** How large it may become, in lines of code. */
  readonly budget: number;
  /** The folder where it is. */
  readonly path: string;
  /** The names that it holds, such as `Money`. */
  readonly contents: readonly string[];
}
