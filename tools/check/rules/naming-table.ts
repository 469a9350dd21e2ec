/** The most lines a file may have. */
export const LINE_CAPS = { source: 400, test: 600 };

/** Words that say nothing about what a file is; not allowed in names of files and folders. */
export const BANNED_FILE_WORDS = [
  'util',
  'utils',
  'helper',
  'helpers',
  'manager',
  'managers',
  'common',
  'misc',
  'bus',
  'mediator',
];

/** Word sequences that no exported name may contain. */
export const BANNED_EXPORT_WORDS = [
  'manager',
  'managers',
  'helper',
  'helpers',
  'util',
  'utils',
  'mediator',
  'base entity',
  'message bus',
  'command bus',
  'event bus',
];

/** The words of a name in camel, Pascal, snake or kebab case, in lower case. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
