/** Errors of the floor `draw` and of `metes map`: pictures, exports and comparisons of the map. */
export const drawErrors = {
  METES_DRAW_LAYOUT_MISSING: {
    message: 'The library that lays pictures out is not installed.',
    hint: 'Add it: npm install --save-dev {add}. Everything but the SVG works without it; --mermaid needs nothing.',
  },
  METES_DRAW_FILE_FOREIGN: {
    message: '{file} is there already and was not written by "metes map".',
    hint: 'Move it away, choose another name, or give --overwrite to replace it.',
  },
  METES_DRAW_CODEOWNERS_UNMARKED: {
    message: '{file} has no place for the owners of the contexts.',
    hint: 'Write these two lines where they are to stand (the last match wins in this file): {marks}',
  },
  METES_DRAW_TEAM_UNKNOWN: {
    message: 'Nobody knows who reviews for {teams}.',
    hint: 'Add the handle to defineSystem in {file}: teams: {example}',
  },
  METES_DRAW_FOLDER_MISSING: {
    message: 'The files of {context} are not in {folder}.',
    hint: 'Say in defineSystem in {file} where they are: folders: {example}',
  },
} as const;
