/** Errors of stores, in whichever adapter. */
export const storeErrors = {
  METES_STORE_CONFLICT: {
    message: 'Somebody else changed {what} in {context} first.',
    hint: 'Nothing to do in most cases: the runtime reads again and retries. If it persists, two processes fight over one aggregate.',
  },
  METES_STORE_UNAVAILABLE: {
    message: 'The store of {context} does not answer: {reason}.',
    hint: 'Check that PostgreSQL runs and that the address and password are right; a system that runs tries again by itself.',
  },
  METES_STORE_TOO_LARGE: {
    message: 'The event {type} of {aggregate} has {bytes} bytes; at most {most} are allowed.',
    hint: 'Put large content elsewhere and carry a reference to it in the event.',
  },
  METES_STORE_SCHEMA_NEWER: {
    message:
      'The tables of {context} were made by a newer build (migration {found}; this build knows {known}).',
    hint: 'Start the newer build, or restore the backup that belongs to this one.',
  },
  METES_STORE_NOT_PROVISIONED: {
    message:
      'The tables of {context} are not there or not up to date (migration {found}; this build needs {known}).',
    hint: 'Call `provision` with an administrator\'s URL before starting, or run "metes start", which does.',
  },
  METES_STORE_LOG_RESET: {
    message:
      'The log of {publisher} was restored to an earlier state: a subscriber stands at {position}, the log ends at {head}.',
    hint: 'Compare what subscribers have handled with the restored log, then set their cursors; going on would skip new events.',
  },
  METES_STORE_NAME: {
    message: '"{name}" cannot be the name of a schema or role.',
    hint: 'Use lower-case letters, digits, hyphens and underscores, beginning with a letter, at most 63 in all.',
  },
  METES_STORE_ROLE_TAKEN: {
    message: 'The role "{role}" administers this server, so no context can have it.',
    hint: 'Rename the context, connect as an administrator of another name, or set METES_ROLE_PREFIX, which stands before every role.',
  },
  METES_STORE_TEXT_REFUSED: {
    message:
      'The {field} of {subject} has a character that no store keeps (U+0000, U+001E, U+001F or half of a surrogate pair).',
    hint: 'Refuse such texts where they enter: give the schema of ids and keys a pattern.',
  },
  METES_STORE_FIELD_NOT_INDEXED: {
    message: 'Rows of {projection} are not listed by {field}.',
    hint: 'Add "{field}" to the `indexes` of the projection {projection}.',
  },
  METES_STORE_TOO_MANY_INDEXES: {
    message: 'The projection {projection} lists its rows by {count} fields; at most {most} are possible.',
    hint: 'Split the projection, or take out indexes that no query uses (a field once declared keeps its place until the tables are made anew).',
  },
  METES_STORE_MIGRATION_REFUSED: {
    message: 'The migration "{migration}" of {context} is refused: {reason}.',
    hint: 'A migration of a context may only touch its own schema, and one that was applied is never edited: add another. If the data does not matter, begin anew: "metes start --fresh".',
  },
} as const;
