import {
  type Context,
  context,
  contextMap,
  type ContextMap,
  customerSupplier,
  projection,
  supporting,
} from 'metes';
import { z } from 'zod';
import { accounts } from '../accounts/context.ts';
import { entryMade } from '../accounts/contract.ts';

/** Every entry that was made elsewhere, once: rows by the id of the event. */
export const receivedEntries = projection('received-entries', {
  row: z.strictObject({
    accountId: z.string(),
    version: z.int(),
    reference: z.string(),
    amount: z.int(),
    currency: z.string(),
    counterparty: z.string(),
    purpose: z.string(),
    channel: z.string(),
  }),
  on: (on) => [
    on(
      entryMade,
      (_, facts) => facts.eventId,
      (_, entry, facts) => ({ ...entry, version: facts.sequence }),
    ),
  ],
});

/** A consumer that has heard of nothing yet: a new one for each round, so that it begins at the beginning. */
export function statements(round: number): { readonly consumer: Context; readonly map: ContextMap } {
  const consumer = context(`statements-${round}`, {
    purpose: 'Prints statements from its own copy of the entries',
    subdomain: supporting({ reviewed: '2026-11-21' }),
    team: 'Statements',
    aggregates: [],
    handlers: [],
    projections: [receivedEntries],
  });
  return {
    consumer,
    map: contextMap('bench-relay', customerSupplier(accounts, consumer, { exposes: [entryMade] })),
  };
}
