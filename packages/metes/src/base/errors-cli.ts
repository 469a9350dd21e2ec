/** Errors of the area `cli`. */
export const cliErrors = {} as const;
