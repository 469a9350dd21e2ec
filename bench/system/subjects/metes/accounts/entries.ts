import { hash } from 'node:crypto';
import type { System } from 'metes/start';
import type { Entry } from '../../../w2/appending.ts';
import { AccountId } from './account.ts';
import { MakeEntry } from './context.ts';

const commandOf = (entry: Entry): MakeEntry =>
  new MakeEntry({ ...entry, accountId: AccountId.parse(entry.accountId) });

/**
 * Makes one entry as the HTTP floor does: under an idempotency key, with the answer kept in the same commit. Resolves when
 * event, publication and answer are durable.
 */
export function requestEntry(system: System, entry: Entry): Promise<unknown> {
  return system.context('accounts').send({
    command: commandOf(entry),
    correlation: entry.reference,
    causation: entry.reference,
    idempotency: {
      principal: entry.accountId,
      route: 'POST /entries',
      key: entry.reference,
      fingerprint: hash('sha256', JSON.stringify(entry), 'base64url'),
    },
    answer: ({ id, version }) => ({
      status: 201,
      headers: { location: `/accounts/${id}` },
      body: JSON.stringify({ accountId: id, version }),
    }),
  });
}

/** Makes entries, many at once, each a command of its own: what is measured later rests on them. */
export async function makeEntries(
  system: System,
  count: number,
  entryOf: (number: number) => Entry,
): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < count) await system.send('accounts', commandOf(entryOf(next++)));
  };
  await Promise.all(Array.from({ length: Math.min(count, 256) }, client));
}
