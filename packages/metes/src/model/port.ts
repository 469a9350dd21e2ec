import { kind, mustFit } from '../base/argument.ts';
import { lineSuchAs, port as portKind } from './kinds.ts';

const portName = lineSuchAs("'payment gateway'");
const implementationKind = kind('what fulfils the port', 'new PayCoGateway()', (given) => given != null);

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
 * @throws METES_ARGUMENT_INVALID for a name that is none
 * @example
 * interface PaymentGateway { authorise(paymentId: string): Promise<'authorised' | 'declined'> }
 * const gateway = port<PaymentGateway>()('payment gateway');
 */
export function port<T>(): <const Name extends string>(name: Name) => Port<Name, T> {
  return (name) => {
    mustFit('port()', { name }, { name: portName });
    return { port: name };
  };
}

/**
 * Says what fulfils a port; given to `start`.
 *
 * @throws METES_ARGUMENT_INVALID
 */
export function provide<T>(port: Port<string, T>, implementation: T): Provided {
  mustFit('provide', { port, implementation }, { port: portKind, implementation: implementationKind });
  return { port: port.port, implementation };
}
