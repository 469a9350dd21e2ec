/** Errors of the running system. */
export const runtimeErrors = {
  METES_RUNTIME_NOT_FOUND: {
    message: 'There is no {aggregate} {id} here.',
    hint: 'Check the id; what belongs to another customer is not shown either.',
  },
  METES_RUNTIME_ALREADY_EXISTS: {
    message: '{aggregate} {id} exists already.',
    hint: 'Use a new id, or send a command that changes the existing one.',
  },
  METES_RUNTIME_KEY_IN_PROGRESS: {
    message: 'A request with the idempotency key {key} is being carried out.',
    hint: 'Wait a moment and send the same request again: its answer will be given again.',
  },
  METES_RUNTIME_KEY_REUSED: {
    message: 'The idempotency key {key} was used for another request.',
    hint: 'Use a new key for every new request, and the same key only to repeat the very same one.',
  },
  METES_RUNTIME_OVERLOADED: {
    message: '{context} has {waiting} commands waiting, which is the most it accepts.',
    hint: 'Try again after a pause; start more processes if this lasts.',
  },
  METES_RUNTIME_STOPPING: {
    message: '{context} is stopping and accepts no more commands.',
    hint: 'Send the command again when the process is back.',
  },
  METES_RUNTIME_ROUND_SPOILED: {
    message: 'A piece of work in {context} failed after its commands had run, so the round was taken back.',
    hint: 'The cause says why, for example an `answer` function of a route that throws. The rest of the round was tried again.',
  },
  METES_RUNTIME_TALLY_UNDECLARED: {
    message: '{command} moved {tally} {key}, which its handler did not name.',
    hint: 'Name every key in the `tallies` of the handler of {command}.',
  },
  METES_RUNTIME_CALL_TIMED_OUT: {
    message: 'The call "{call}" did not come back within {within}.',
    hint: 'It is tried again with the same idempotency key; look at the far side if this lasts.',
  },
  METES_RUNTIME_LOG_REPLACED: {
    message:
      '{subscription} stands at {position} of another log of {publisher} than the one there is, which ends at {head}.',
    hint: 'The log was restored. Follow "After a restore" in docs/reference/operations.md; until then nothing of {publisher} is handled here.',
  },
  METES_RUNTIME_PROJECTION_UNKNOWN: {
    message: '{context} has no projection "{projection}".',
    hint: 'Use one of: {known}.',
  },
  METES_RUNTIME_REBUILD_FOLD: {
    message: 'The projection {projection} cannot fold the event {event} at position {position}.',
    hint: 'The cause says why. Correct the fold and start the rebuild again; the rows that are read now stay as they are.',
  },
  METES_RUNTIME_REACTION_UNKNOWN: {
    message:
      'Something kept in {context} waits for the reaction "{reaction}", which {context} no longer has.',
    hint: 'Bring the policy, call, projection or deadline back under its name; a dead letter is then handled by "metes dead-letters redrive".',
  },
} as const;
