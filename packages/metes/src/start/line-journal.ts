import type { Clock } from '../runtime/ports/clock.ts';
import type { Journal } from '../runtime/ports/journal.ts';

/** The levels of a journal, the least important first. */
export type JournalLevel = 'info' | 'warn' | 'error';

const rank: Record<JournalLevel, number> = { info: 0, warn: 1, error: 2 };

/** A journal of JSON lines, from the given level on. Control characters are escaped by JSON, so no entry can forge another. */
export function lineJournal(
  write: (line: string) => void,
  clock: Clock,
  from: JournalLevel = 'info',
): Journal {
  const at =
    (level: JournalLevel) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      if (rank[level] < rank[from]) return;
      write(`${JSON.stringify({ time: new Date(clock.now()).toISOString(), level, message, ...fields })}\n`);
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** A journal that keeps nothing. */
export const silentJournal: Journal = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
