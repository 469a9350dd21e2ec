import { describe, expect, test } from 'vitest';
import {
  finalStatuses,
  orderLifecycle,
  type OrderEventName,
  orderStatuses,
  responses,
  statusAfter,
} from './order-lifecycle.ts';
import { Order } from './order.ts';

const events = Object.keys(orderLifecycle) as OrderEventName[];

describe('the life of an order', () => {
  test('is written down for every event that an order raises, and for no other', () => {
    expect(events.toSorted()).toEqual([...Order.events.keys()].toSorted());
  });

  test('never leaves a final status', () => {
    for (const status of finalStatuses)
      expect(events.filter((event) => statusAfter(status, event))).toEqual([]);
  });

  test('can come to an end from every status', () => {
    const endable = new Set<string>(finalStatuses);
    for (let before = -1; before !== endable.size;) {
      before = endable.size;
      for (const status of orderStatuses) {
        if (events.some((event) => endable.has(statusAfter(status, event) ?? ''))) endable.add(status);
      }
    }
    expect([...endable].toSorted()).toEqual([...orderStatuses].toSorted());
  });

  test('reaches every status from a draft', () => {
    const reached = new Set<string>(['draft']);
    for (const status of reached) {
      for (const event of events) {
        const next = statusAfter(status as (typeof orderStatuses)[number], event);
        if (next) reached.add(next);
      }
    }
    expect([...reached].toSorted()).toEqual([...orderStatuses].toSorted());
  });

  test.each(Object.entries(responses))(
    'has an answer to "%s" in every status, and a final order never acts',
    (_, answers) => {
      expect(Object.keys(answers).toSorted()).toEqual([...orderStatuses].toSorted());
      expect(finalStatuses.map((status) => answers[status])).not.toContain('acts');
    },
  );
});
