import type { Json } from '../../base/json.ts';
import type { StoredDeadline } from './context-store.ts';

/** Under which name dead letters of a deadline are listed and redriven, beside those of subscriptions. */
export function deadlineSubscription(context: string, deadline: string): string {
  return `${context}.${deadline}`;
}

/** What a dead letter of a deadline shows as its message. */
export function deadlineMessage({ deadline, aggregateId, event }: Omit<StoredDeadline, 'attempts'>): Json {
  return { deadline, aggregateId, event: { ...event } };
}
