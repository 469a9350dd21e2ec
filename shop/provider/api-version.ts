/** The version of the API this provider speaks when a request names none. */
export const API_VERSION = '2026-10-28.endive';
