import { Money } from 'metes';
import type {
  AuthorisationRequest,
  HeldRequest,
  PaymentGateway,
  Question,
} from '../contexts/payments/application/payment-gateway.ts';
import type { PaymentResult } from '../contexts/payments/domain/payment-result.ts';
import type { LedgerIntent } from './snapshot.ts';

type Entry = { -readonly [Key in keyof LedgerIntent]: LedgerIntent[Key] };

const processedAt = new Date(0);

/** A payment provider without a network. The token of the means of payment says how it goes. */
export class GatewayWithBooks implements PaymentGateway {
  readonly intents: Entry[] = [];
  readonly slowOnesAsked: Promise<void>;
  readonly answerSlowOnes: () => void;
  readonly #slowOnesAnswered: Promise<void>;
  #ask: () => void = () => undefined;

  constructor() {
    this.slowOnesAsked = new Promise((resolve) => (this.#ask = resolve));
    let answer = (): void => undefined;
    this.#slowOnesAnswered = new Promise((resolve) => (answer = resolve));
    this.answerSlowOnes = () => answer();
  }

  async authorise({ paymentId, orderId, amount, method }: AuthorisationRequest): Promise<PaymentResult> {
    const token = method.type === 'card' ? method.token : method.accountToken;
    const declined = token === 'declined';
    const held = declined ? 0 : amount.minor;
    const intent: Entry = {
      id: `pi_${this.intents.length + 1}`,
      status: declined ? 'requires_payment_method' : 'requires_capture',
      currency: amount.currency.toLowerCase(),
      authorised: held,
      captured: 0,
      refunded: 0,
      capturable: held,
      metadata: { paymentId, orderId },
    };
    this.intents.push(intent);
    if (token === 'slow') {
      this.#ask();
      await this.#slowOnesAnswered;
    }
    const reference = intent.id;
    if (declined)
      return { status: 'FAILED', paymentId, reference, failureReason: 'It was declined', processedAt };
    if (token === 'doubtful') return { status: 'UNKNOWN', paymentId, failureReason: 'Nobody answered' };
    return { status: 'COMPLETED', paymentId, reference, amount, processedAt };
  }

  async capture({ paymentId, reference, amount }: HeldRequest): Promise<PaymentResult> {
    Object.assign(this.#named(reference), { status: 'succeeded', captured: amount.minor, capturable: 0 });
    return { status: 'COMPLETED', paymentId, reference, amount, processedAt };
  }

  async void({ paymentId, reference, amount }: HeldRequest): Promise<PaymentResult> {
    Object.assign(this.#named(reference), { status: 'canceled', capturable: 0 });
    return { status: 'COMPLETED', paymentId, reference, amount, processedAt };
  }

  async find({ paymentId }: Question): Promise<PaymentResult | undefined> {
    const intent = this.intents.find(({ metadata }) => metadata['paymentId'] === paymentId);
    if (!intent) return undefined;
    const amount = Money.of(intent.authorised, 'USD');
    return { status: 'COMPLETED', paymentId, reference: intent.id, amount, processedAt };
  }

  read(): undefined {
    return undefined;
  }

  #named(reference: string): Entry {
    return this.intents.find(({ id }) => id === reference)!;
  }
}
