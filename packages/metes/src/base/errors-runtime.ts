/** Errors of the area `runtime`. */
export const runtimeErrors = {} as const;
