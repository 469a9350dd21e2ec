import type { System } from 'metes/start';
import type { Entry } from '../../../w2/appending.ts';
import { AccountId } from './account.ts';
import { MakeEntry } from './context.ts';

/** Makes one entry; resolves when event and publication are durable. */
export function makeEntry(system: System, entry: Entry): Promise<unknown> {
  return system.send('accounts', new MakeEntry({ ...entry, accountId: AccountId.parse(entry.accountId) }));
}

/** Makes so many entries, many at once, each a command of its own: what is measured later rests on them. */
export async function makeEntries(
  system: System,
  count: number,
  entryOf: (number: number) => Entry,
): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < count) await makeEntry(system, entryOf(next++));
  };
  await Promise.all(Array.from({ length: Math.min(count, 256) }, client));
}
