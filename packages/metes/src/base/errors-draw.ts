/** Errors of the floor `draw` and of `metes map`: pictures, exports and comparisons of the map. */
export const drawErrors = {
  METES_DRAW_LAYOUT_MISSING: {
    message: 'The library that lays pictures out is not installed.',
    hint: 'Add it: npm install --save-dev {library}. Everything but the SVG works without it; --mermaid needs nothing.',
  },
  METES_DRAW_FILE_FOREIGN: {
    message: '{drawing} is there already and was not written by "metes map".',
    hint: 'Move it away, choose another name, or give --overwrite to replace it.',
  },
  METES_DRAW_UNWRITABLE: {
    message: '{drawing} cannot be written: {reason}.',
    hint: 'Name a file (for --markdown a folder) in a place that you may write to.',
  },
  METES_DRAW_CODEOWNERS_UNMARKED: {
    message: '{owners} has no place for the owners of the contexts.',
    hint: 'Write these two lines where they are to stand (the last match wins in this file): {marks}',
  },
  METES_DRAW_TEAM_UNKNOWN: {
    message: 'Nobody knows who reviews for {teams}.',
    hint: 'Add the handle to defineSystem in {config}: teams: {handles}',
  },
  METES_DRAW_HANDLE_INVALID: {
    message: 'The team {team} is addressed as {handle}, which a CODEOWNERS file cannot say.',
    hint: "Write the name of a user or a team, or an e-mail address: teams: { '{team}': '@organisation/team' }.",
  },
  METES_DRAW_FOLDER_MISSING: {
    message: 'The files of {context} are not in {place}.',
    hint: 'Say in defineSystem in {config} where they are: folders: {folders}',
  },
  METES_DRAW_GIT: {
    message: 'git cannot be asked in {folder}: {reason}.',
    hint: 'Run the command inside a git repository, with git installed.',
  },
  METES_DRAW_REF_UNKNOWN: {
    message: 'git knows no commit "{ref}" here.',
    hint: 'Name a branch, a tag or a commit, such as main, v1.2.0 or HEAD~1; a shallow clone may have to be deepened first.',
  },
  METES_DRAW_SNAPSHOT_MISSING: {
    message: 'At {ref} no map was saved: there is no {saved} beside the configuration.',
    hint: 'Save the map with "metes map --save" and commit {saved}; from then on maps can be compared.',
  },
  METES_DRAW_SNAPSHOT_UNREADABLE: {
    message: '{where} cannot be read as a saved map: {reason}.',
    hint: 'Save it anew with "metes map --save", with the same version of metes for both sides where the format is another one.',
  },
  METES_DRAW_SOURCE_MISSING: {
    message: '{cml} cannot be read: {reason}.',
    hint: 'Name a CML file of Context Mapper that is there: metes map import insurance.cml --to src/map.ts',
  },
  METES_DRAW_CML_SYNTAX: {
    message: '{cml}, line {line}: {reason}.',
    hint: 'Correct the file; Context Mapper must be able to read it too. What is merely unknown would have been kept as a comment.',
  },
} as const;
