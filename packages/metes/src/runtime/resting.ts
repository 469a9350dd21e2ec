import type { Assumption } from './ports/assumption.ts';
import type { Work } from './work.ts';

/** What these works rest on, as far as it is not confirmed. */
export function unconfirmed(works: readonly Work[]): readonly Assumption[] {
  const found = new Set<Assumption>();
  for (const { restsOn } of works) if (restsOn && !restsOn.isConfirmed) found.add(restsOn);
  return [...found];
}

/** Waits until all of it is confirmed; false when something is refuted, or takes so long that nobody else is to wait for it. */
export async function areConfirmed(rests: readonly Assumption[]): Promise<boolean> {
  for (const each of rests) await each.whilePrompt();
  return rests.every((each) => each.isConfirmed);
}
