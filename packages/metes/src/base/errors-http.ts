/** Errors of the area `http`. */
export const httpErrors = {} as const;
