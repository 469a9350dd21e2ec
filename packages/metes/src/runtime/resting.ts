import type { Assumption } from './assumption.ts';
import type { Timers } from './ports/timers.ts';
import type { Work } from './work.ts';

/** How long work waits for what it rests on, milliseconds: whatever else is in its round does not depend on that. */
const mostMs = 200;

/** What these works rest on, as far as it is not confirmed. */
export function unconfirmed(works: readonly Work[]): readonly Assumption[] {
  const found = new Set<Assumption>();
  for (const { restsOn } of works) if (restsOn && (restsOn.isOpen || restsOn.isRefuted)) found.add(restsOn);
  return [...found];
}

/** Waits until all of it is confirmed; false when something is not, or not soon: then nothing may rest on it any more. */
export async function areConfirmed(rests: readonly Assumption[], timers: Timers): Promise<boolean> {
  const cancel = timers.after(mostMs, () => {
    for (const each of rests) each.refute();
  });
  for (const each of rests) await new Promise<void>((resolve) => each.onSettled(resolve));
  cancel();
  return !rests.some((each) => each.isRefuted);
}
