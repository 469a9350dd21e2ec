import { mustFit, said } from '../base/argument.ts';
import { checkContext } from './context-checks.ts';
import type { Context, ContextDeclaration } from './context-declaration.ts';
import { contextArguments } from './context-kinds.ts';
import { glossaryOf } from './language.ts';

export type { Context, ContextDeclaration } from './context-declaration.ts';

/**
 * Declares a bounded context.
 *
 * @throws METES_ARGUMENT_INVALID; METES_MODEL_* naming what does not hold together (see `checkContext`).
 * @example
 * const ordering = context('ordering', { purpose: 'Takes orders', subdomain: supporting({ reviewed: '2026-09-01' }),
 *   team: 'Checkout', aggregates: [Order], handlers: [cancelOrder] });
 */
export function context<
  const Name extends string,
  Publishes extends string = never,
  Hears extends string = never,
>(name: Name, declaration: ContextDeclaration<Publishes, Hears>): Context<Name, Publishes, Hears> {
  mustFit('context', { name, declaration }, contextArguments);
  const whole = {
    experts: [],
    publishes: [],
    needs: [],
    policies: [],
    calls: [],
    deadlines: [],
    projections: [],
    tallies: [],
    routes: [],
    ...said(declaration),
    name,
    language: glossaryOf(declaration.language ?? {}),
  };
  checkContext(whole);
  return whole;
}
