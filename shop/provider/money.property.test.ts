import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyBooks, enter } from './books.ts';
import { FaultDesk } from './fault-desk.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { decide, occasionOf } from './operations.ts';
import { ProviderRefusal } from './provider-refusal.ts';
import type { RouteName } from './fault.ts';

const step = fc.record({
  route: fc.constantFrom<RouteName>('create', 'capture', 'capture', 'cancel', 'confirm', 'refund', 'refund'),
  pick: fc.nat(5),
  amount: fc.integer({ min: -3, max: 120 }),
  hasAmount: fc.boolean(),
  final: fc.constantFrom('true', 'false'),
  card: fc.constantFrom('pm_card_visa', 'pm_card_declined'),
});

test('captured never exceeds authorised and refunded never exceeds captured, whatever is asked and goes wrong', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40 }),
      fc.integer({ min: -5, max: 5 }),
      fc.nat(),
      (steps, minor, seed) => {
        const books = emptyBooks();
        const faults = new FaultDesk(seed);
        faults.order([
          { kind: 'offBy', minor, ratio: 0.3 },
          { kind: 'decline', ratio: 0.2 },
        ]);
        for (const { route: name, pick, amount, hasAmount, final, card } of steps) {
          const id = books.intentsByAge[pick % Math.max(1, books.intentsByAge.length)] ?? 'pi_none';
          const form = new Map<string, string>();
          if (name === 'create') {
            for (const [key, value] of Object.entries({
              amount,
              currency: 'usd',
              confirm: true,
              capture_method: 'manual',
            }))
              form.set(key, String(value));
          }
          if (name === 'create' || name === 'confirm') form.set('payment_method', card);
          if (name === 'capture') form.set('final_capture', final);
          if (name === 'capture' && hasAmount) form.set('amount_to_capture', String(amount));
          if (name === 'refund') form.set('payment_intent', id);
          if (name === 'refund' && hasAmount) form.set('amount', String(amount));
          const route = { name, changes: true, id };
          try {
            const draft = decide(books, faults, route, form, occasionOf(books, route, form));
            enter(books, { seq: books.entries.length + 1, at: 1, request: 'req_1', ...draft });
          } catch (fault) {
            if (!(fault instanceof ProviderRefusal)) throw fault;
          }
          for (const { intent, entries } of books.intents.values()) {
            const sum = (kind: LedgerEntry['kind']): number =>
              entries
                .filter((entry) => entry.kind === kind)
                .reduce((total, entry) => total + entry.amount, 0);
            expect(sum('captured')).toBe(intent.captured);
            expect(sum('refunded')).toBe(intent.refunded);
            expect(intent.captured + intent.capturable).toBeLessThanOrEqual(sum('authorised'));
            expect(intent.refunded).toBeLessThanOrEqual(intent.captured);
            expect(entries.every((entry) => entry.amount >= 0)).toBe(true);
          }
        }
        const totals = books.totals.get('usd');
        const open = [...books.intents.values()].reduce((total, { intent }) => total + intent.capturable, 0);
        expect(totals?.open ?? 0).toBe(open);
      },
    ),
    { numRuns: 400 },
  );
});
