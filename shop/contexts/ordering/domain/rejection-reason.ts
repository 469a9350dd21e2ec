import { z } from 'zod';

/** Why an order was rejected. */
export const RejectionReason = z.enum(['insufficient-stock', 'payment-declined', 'payment-overdue']);
export type RejectionReason = z.output<typeof RejectionReason>;
