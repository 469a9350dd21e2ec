/** The four folders that hold TypeScript of this repository. */
export const SOURCE_FOLDERS = ['packages', 'shop', 'bench', 'tools'] as const;

/** The folder of the toolkit's sources. */
export const TOOLKIT = 'packages/metes/src';

/** True for a test file, pure or with PostgreSQL, and for what tests share (`*-under-test.ts`). */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.endsWith('-under-test.ts');
}

/** True for a file or package that a specifier names outside the repository, whether or not it is installed. */
export function isBare(specifier: string): boolean {
  return !specifier.startsWith('.') && !specifier.startsWith('/') && !specifier.startsWith('#');
}
