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
} as const;
