/** Errors of starting and stopping systems. */
export const startErrors = {
  METES_START_CONTEXT_UNKNOWN: {
    message: 'The map {map} has no context "{context}".',
    hint: 'It has: {known}. Name one of these, or add the context to the map.',
  },
  METES_START_CONTEXT_ELSEWHERE: {
    message: 'The context {context} does not run in this process; here run {here}.',
    hint: 'Start it here, or talk to it through its contracts and routes.',
  },
  METES_START_NOT_QUIET: {
    message: 'The system is not quiet after {seconds} s: {left}.',
    hint: 'Wait longer, or look at `metes status` and `metes dead-letters list` for what does not move.',
  },
  METES_START_FAILPOINTS: {
    message: 'The failpoint entry "{entry}" is not understood.',
    hint: 'Write point[@context]=kill|throw|delay:<ms>[#nth], for example "commit.before@ordering=kill#5". Points: {known}.',
  },
  METES_START_FAILPOINT_REACHED: {
    message: 'The failpoint {point} of {context} was reached and is planned to throw.',
    hint: 'This is a planned failure of a test; unset METES_FAILPOINTS to run without it.',
  },
  METES_START_STATE_FOLDER: {
    message: 'The state folder {folder} cannot be used: {reason}.',
    hint: 'Set METES_STATE to a folder that this account may write to.',
  },
  METES_START_STATE_OCCUPIED: {
    message:
      'The folder {folder} cannot become a state folder: it holds {found}, which is not ours. Nothing was written.',
    hint: 'Set METES_STATE to a folder that is empty or not there yet, or to the state folder of your system.',
  },
  METES_START_STATE_FOREIGN: {
    message: '{folder} was not made by this toolkit, so nothing in it is deleted.',
    hint: 'Set METES_STATE to the state folder of your system, or remove the folder yourself.',
  },
  METES_START_STATE_IN_USE: {
    message: 'The state folder {folder} is used by {processes}.',
    hint: 'End it with Ctrl-C or "metes stop", then try again.',
  },
  METES_START_STATE_FILE: {
    message: 'The file {file} cannot be read: {reason}.',
    hint: 'Restore it from a backup. If the data does not matter, start anew with --fresh.',
  },
  METES_START_ROLE_TAKEN: {
    message: 'The role "{role}" runs already, as process {pid}.',
    hint: 'Use the running one ("metes status" shows it), end it with "metes stop", or start this one under another name with --role.',
  },
  METES_START_ROLE_NAME: {
    message: '"{role}" cannot be the name of a role.',
    hint: 'Use lower-case letters, digits, "-" and "+", beginning with a letter, at most 100 in all.',
  },
  METES_START_ENVIRONMENT: {
    message: 'The environment variable {name} has the value "{value}", which is not {wanted}.',
    hint: 'Correct it or unset it.',
  },
  METES_START_COMPANION: {
    message: 'The companion "{companion}" did not start: {reason}.',
    hint: 'Look at what it printed last: {tail}',
  },
} as const;
