/** Errors of the test kit: what was expected of a subject did not come true, or the test is put together wrongly. */
export const testingErrors = {
  METES_TESTING_EXPECTATION: {
    message: '{subject} did not do what was expected: {difference}.',
    hint: 'Compare what was expected with what happened; the error carries both as `expected` and `actual`.',
  },
  METES_TESTING_PAST: {
    message: '{aggregate} is state-stored, so events alone do not tell its state.',
    hint: 'Bring it there by its own methods, `.once((root) => ...)`, or give its state, `.in({ ... })`.',
  },
} as const;
