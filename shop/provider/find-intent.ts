import type { Books } from './books.ts';
import type { Intent } from './intent.ts';
import { intentJson } from './intent-json.ts';
import { missing, ProviderRefusal } from './provider-refusal.ts';

/** The intent with this id; 404 when there is none. */
export function findIntent(books: Books, id: string, param = 'intent'): Intent {
  const record = books.intents.get(id);
  if (record === undefined) throw missing('payment_intent', id.slice(0, 80), param);
  return record.intent;
}

/** The intent is not in a state that allows this. */
export function unexpectedState(intent: Intent, message: string): ProviderRefusal {
  return new ProviderRefusal(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: intentJson(intent),
  });
}
