/** Globals that bring time, chance, timers or the outside in, each with what to use instead. */
export const BANNED_GLOBALS: readonly { readonly path: readonly string[]; readonly instead: string }[] = [
  { path: ['Date', 'now'], instead: 'Take the time from the clock port' },
  { path: ['performance'], instead: 'Take the time from the clock port' },
  { path: ['Temporal', 'Now'], instead: 'Take the time from the clock port' },
  { path: ['Math', 'random'], instead: 'Take chance from the randomness port' },
  { path: ['crypto', 'randomUUID'], instead: 'Take ids from the id port' },
  { path: ['crypto', 'randomBytes'], instead: 'Take chance from the randomness port' },
  { path: ['crypto', 'getRandomValues'], instead: 'Take chance from the randomness port' },
  { path: ['setTimeout'], instead: 'Wait by the timer port' },
  { path: ['setInterval'], instead: 'Wait by the timer port' },
  { path: ['setImmediate'], instead: 'Wait by the timer port, or use queueMicrotask' },
  { path: ['requestAnimationFrame'], instead: 'Wait by the timer port' },
  { path: ['AbortSignal', 'timeout'], instead: 'Wait by the timer port' },
  { path: ['process'], instead: 'Hand settings and the process in from start/ or the adapter' },
  { path: ['fetch'], instead: 'Call out by the outgoing HTTP port' },
  { path: ['XMLHttpRequest'], instead: 'Call out by the outgoing HTTP port' },
  { path: ['WebSocket'], instead: 'Call out by the transport port' },
  { path: ['EventSource'], instead: 'Call out by the transport port' },
];

/** Globals of which some members are banned, so a member chosen at run time cannot be judged. */
export const PARTLY_BANNED = ['Date', 'Math', 'crypto', 'Temporal', 'AbortSignal'];
