import { contract } from 'metes';
import { z } from 'zod';

/** An entry was made in an account. */
export const entryMade = contract('accounts.entry-made', {
  v1: z.strictObject({
    accountId: z.string().min(1).max(100),
    reference: z.string().min(1).max(40),
    /** Minor units. */
    amount: z.int().positive(),
    currency: z.literal('EUR'),
    counterparty: z.string().max(100),
    purpose: z.string().max(140),
    channel: z.string().max(40),
  }),
});
