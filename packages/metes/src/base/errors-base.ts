/** Errors of the floor `base`: durations, schemas, JSON, ids. */
export const baseErrors = {
  METES_ARGUMENT_INVALID: {
    message: '{call}(...) was given {given} as {argument}, instead of {what}.',
    hint: 'Write {write} there.',
  },
  METES_DURATION_INVALID: {
    message: 'The duration "{text}" is not understood.',
    hint: 'Write a whole number and one of the units ms, s, m, h, d, for example "30s" or "15m".',
  },
  METES_SCHEMA_INVALID: {
    message: '{subject} is not valid: {issues}.',
    hint: 'Correct the values named; the schema stands where {subject} is declared.',
  },
  METES_SCHEMA_ASYNC: {
    message: 'The schema of {subject} validates asynchronously.',
    hint: 'Use a synchronous schema: domain code and the command path never wait for a validation.',
  },
  METES_SCHEMA_THREW: {
    message: 'The schema of {subject} threw instead of naming an issue.',
    hint: 'The cause is what it threw. Let refinements and transforms report issues; throwing is for code, not for data.',
  },
  METES_SCHEMA_NO_JSON: {
    message: 'The schema of {subject} cannot be written as JSON Schema.',
    hint: 'Use a schema library with Standard JSON Schema (zod 4.2 or newer) and JSON-only types at the edges.',
  },
  METES_JSON_UNSUPPORTED: {
    message: 'The value holds {what}, which JSON cannot carry.',
    hint: 'Give it a JSON form: write big numbers as text, break circles, and keep values less than {most} levels deep.',
  },
  METES_UUID_PARTS: {
    message: 'A UUIDv7 cannot be made from the time {time} and {bytes} random bytes.',
    hint: 'Give whole milliseconds from 0 to 281474976710655 and at least ten random bytes.',
  },
} as const;
