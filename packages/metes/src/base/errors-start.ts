/** Errors of the area `start`. */
export const startErrors = {} as const;
