/** Errors of stores, in whichever adapter. */
export const storeErrors = {
  METES_STORE_CONFLICT: {
    message: 'Somebody else changed {what} in {context} first.',
    hint: 'Nothing to do in most cases: the runtime reads again and retries. If it persists, two processes fight over one aggregate.',
  },
  METES_STORE_UNAVAILABLE: {
    message: 'The store of {context} does not answer: {reason}.',
    hint: 'Check that PostgreSQL runs and that the address and password are right; the runtime tries again by itself.',
  },
  METES_STORE_TOO_LARGE: {
    message: 'The event {type} of {aggregate} has {bytes} bytes; at most {most} are allowed.',
    hint: 'Put large content elsewhere and carry a reference to it in the event.',
  },
  METES_STORE_SCHEMA_NEWER: {
    message: 'The tables of {context} were made by a newer build (migration {found}; this build knows {known}).',
    hint: 'Start the newer build, or restore the backup that belongs to this one.',
  },
} as const;
