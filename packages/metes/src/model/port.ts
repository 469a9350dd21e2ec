/** A named need of a context that infrastructure fulfils: the domain's side of an anti-corruption layer. */
export interface Port<Name extends string = string, T = any> {
  readonly port: Name;
  /** Only for types. */
  readonly '~type'?: T;
}

/** A port together with what fulfils it in this process. */
export interface Provided {
  readonly port: string;
  readonly implementation: unknown;
}

/**
 * Declares a port.
 *
 * @example
 * interface PaymentGateway { authorise(paymentId: string): Promise<'authorised' | 'declined'> }
 * const gateway = port<PaymentGateway>()('payment gateway');
 */
export function port<T>(): <const Name extends string>(name: Name) => Port<Name, T> {
  return (name) => ({ port: name });
}

/** Says what fulfils a port; given to `start`. */
export function provide<T>(port: Port<string, T>, implementation: T): Provided {
  return { port: port.port, implementation };
}
