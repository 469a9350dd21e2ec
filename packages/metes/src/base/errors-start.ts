/** Errors of starting and stopping systems. */
export const startErrors = {
  METES_START_CONTEXT_UNKNOWN: {
    message: 'The map {map} has no context {context}.',
    hint: 'Add it to the map, or start only contexts that the map names.',
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
} as const;
