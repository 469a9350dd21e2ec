import { type Money, port } from 'metes';
import type { OrderId, PaymentId } from '../domain/ids.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import type { Operation, PaymentResult } from '../domain/payment-result.ts';

/** A request to hold money. */
export interface AuthorisationRequest {
  readonly paymentId: PaymentId;
  readonly orderId: OrderId;
  readonly amount: Money;
  readonly method: PaymentMethod;
}

/** A request about money that is held. */
export interface HeldRequest {
  readonly paymentId: PaymentId;
  /** What the provider calls the payment. */
  readonly reference: string;
  readonly amount: Money;
}

/** A question about a payment. */
export interface Question {
  readonly paymentId: PaymentId;
  /** What the provider calls the payment, when we were told. */
  readonly reference: string | null;
  readonly operation: Operation;
}

/** What a notification says that the provider has signed. */
export interface PaymentNotification {
  /** The provider's id of the notification. */
  readonly id: string;
  /** Undefined when it is about nothing of ours. */
  readonly news?: { readonly operation: Operation; readonly result: PaymentResult };
}

/**
 * The payment provider in our words. `key` is the same for every repetition of a request: under one key the provider
 * acts once. Requests resolve to a result even when nobody answered (`UNKNOWN`); they reject only when the request can
 * safely be made again under its key, or when the answer does not have the agreed form.
 */
export interface PaymentGateway {
  /** Holds the amount. */
  authorise(request: AuthorisationRequest, key: string): Promise<PaymentResult>;
  /** Takes what is held. */
  capture(request: HeldRequest, key: string): Promise<PaymentResult>;
  /** Lets go of what is held. */
  void(request: HeldRequest, key: string): Promise<PaymentResult>;
  /** How an operation stands; undefined when the provider knows of none. Rejects when it does not answer. */
  find(question: Question): Promise<PaymentResult | undefined>;
  /** What a notification says; undefined when the provider has not signed it, or not just now. */
  read(raw: Uint8Array, header: (name: string) => string | undefined): PaymentNotification | undefined;
}

/** The provider, as this context needs it. */
export const paymentGateway = port<PaymentGateway>()('payment gateway');
