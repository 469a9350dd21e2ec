import { mustFit, optional, partsOf, said } from '../base/argument.ts';
import type { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import type { Command } from './command.ts';
import { callback, line, source } from './kinds.ts';
import type { EventFacts, HeardName, Received, Source } from './source.ts';

/** What a reaction leads to: commands to the own context, each its own transaction on one aggregate. */
export type Reaction = Command | readonly Command[] | undefined;

/** Whenever this happens, do that: the glue of a choreography. */
export interface Policy<Hears extends string = string> {
  readonly policy: string;
  readonly when: Source;
  readonly then: (event: any, facts: EventFacts) => Reaction;
  readonly refused?: (refusal: DomainRuleBroken, event: any, facts: EventFacts) => Command | undefined;
  /** Only for types. */
  readonly '~hears'?: Hears;
}

const parts = { when: source, then: callback, refused: optional(callback) };
const declared = partsOf('what is said of a policy', parts);

/** A policy as a context has it. */
export const policyKind = partsOf('a policy', { policy: line, ...parts }, "policy('...', { ... })");

/**
 * Declares a policy. `then` is pure. Each command that it gives is a transaction of its own: one that fails is set aside
 * and tried again for itself. One that the domain refuses becomes a dead letter, unless `refused` says what happens then
 * (nothing, when it returns undefined).
 *
 * @throws METES_ARGUMENT_INVALID
 * @example
 * policy('reserve stock when an order is placed', { when: orderPlaced, then: (e) => new ReserveStock({ orderId: e.orderId }) });
 */
export function policy<S extends Source>(
  name: string,
  declaration: {
    readonly when: S;
    readonly then: (event: Received<S>, facts: EventFacts) => Reaction;
    readonly refused?: (
      refusal: DomainRuleBroken,
      event: Received<S>,
      facts: EventFacts,
    ) => Command | undefined;
  },
): Policy<HeardName<S>> {
  mustFit('policy', { name, declaration }, { name: line, declaration: declared });
  return { policy: name, ...said(declaration) };
}
