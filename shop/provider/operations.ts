import type { Answer } from './answer.ts';
import { authorise, type AuthorisationTwist, confirm } from './authorise.ts';
import type { Books } from './books.ts';
import { cancel } from './cancel.ts';
import { capture } from './capture.ts';
import type { FaultDesk, Occasion } from './fault-desk.ts';
import { findIntent } from './find-intent.ts';
import type { Form } from './form.ts';
import type { Intent } from './intent.ts';
import type { LedgerDraft } from './ledger-entry.ts';
import { metadata } from './parameters.ts';
import { createPaymentMethod, paymentMethodJson, paymentMethodOf } from './payment-method.ts';
import {
  listIntents,
  listRefunds,
  retrieveCharge,
  retrieveIntent,
  retrieveRefund,
  searchIntents,
} from './reads.ts';
import { refund, refundedIntent } from './refund.ts';
import type { Route } from './route.ts';

/** What a request is about, as far as faults want to know. */
export function occasionOf(books: Books, route: Route, form: Form): Occasion {
  if (route.name === 'create') {
    const paymentMethod = form.get('payment_method');
    return {
      route: 'create',
      metadata: metadata(form),
      ...(paymentMethod === undefined ? {} : { paymentMethod }),
    };
  }
  const about = books.intents.get(
    route.name === 'refund' ? (form.get('payment_intent') ?? '') : route.id,
  )?.intent;
  const paymentMethod = form.get('payment_method') ?? about?.paymentMethod ?? undefined;
  return {
    route: route.name,
    ...(about === undefined ? {} : { metadata: about.metadata }),
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
  };
}

/** Decides what a changing request does to the ledger; throws a refusal when it does nothing. */
export function decide(
  books: Books,
  faults: FaultDesk,
  route: Route,
  form: Form,
  occasion: Occasion,
): LedgerDraft {
  switch (route.name) {
    case 'create': {
      // A dry run first: a fault counts as fired only on a request that would otherwise have gone through.
      const plain = authorise(form, {});
      return plain.kind === 'authorised' ? authorise(form, twistOf(faults, occasion)) : plain;
    }
    case 'confirm': {
      const intent = findIntent(books, route.id);
      const plain = confirm(intent, form, {});
      return plain.kind === 'authorised' ? confirm(intent, form, twistOf(faults, occasion)) : plain;
    }
    case 'capture': {
      const intent: Intent = findIntent(books, route.id);
      const plain = capture(intent, form);
      const twist = faults.take(
        'offBy',
        occasion,
        ({ minor }) => capture(intent, form, minor).amount !== plain.amount,
      );
      return twist === undefined ? plain : capture(intent, form, twist.minor);
    }
    case 'cancel':
      return cancel(findIntent(books, route.id), form);
    case 'refund':
      return refund(refundedIntent(books, form), form);
    default:
      throw new TypeError(`${route.name} changes nothing`);
  }
}

/** Answers a request that changes nothing. */
export function read(
  books: Books,
  faults: FaultDesk,
  route: Route,
  form: Form,
  key: string | undefined,
  now: number,
): Answer {
  switch (route.name) {
    case 'retrieve':
      return retrieveIntent(books, route.id, form);
    case 'list':
      return listIntents(books, form);
    case 'search':
      return searchIntents(books, form, faults, now);
    case 'retrieveRefund':
      return retrieveRefund(books, route.id);
    case 'listRefunds':
      return listRefunds(books, form);
    case 'retrieveCharge':
      return retrieveCharge(books, route.id);
    case 'createPaymentMethod':
      return { status: 200, body: paymentMethodJson(createPaymentMethod(form, key)) };
    case 'retrievePaymentMethod':
      return { status: 200, body: paymentMethodJson(paymentMethodOf(route.id, 'payment_method')) };
    default:
      throw new TypeError(`${route.name} is not a read`);
  }
}

function twistOf(faults: FaultDesk, occasion: Occasion): AuthorisationTwist {
  const decline = faults.take('decline', occasion);
  if (decline !== undefined) return { decline };
  const offBy = faults.take('offBy', occasion, ({ minor }) => minor !== 0);
  return offBy === undefined ? {} : { offBy: offBy.minor };
}
