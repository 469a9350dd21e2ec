/**
 * The tables of a context whose rows are written over or go: what is dead there is swept by the context itself. The log
 * is not among them, for it only grows, and what guards its order neither.
 */
export const sweptTables = [
  'aggregates',
  'tallies',
  'answers',
  'cursors',
  'handled',
  'commits',
  'parked',
  'deadlines',
  'rows',
  'leases',
  'traffic',
] as const;
