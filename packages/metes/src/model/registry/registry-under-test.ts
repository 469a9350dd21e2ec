import { z } from 'zod';
import { contract, type Contract } from '../../contract/contract.ts';
import { aggregate } from '../../domain/aggregate.ts';
import { event } from '../../domain/event.ts';
import { command } from '../command.ts';
import { contextMap } from '../context-map.ts';
import { context } from '../context.ts';
import { handle } from '../handler.ts';
import type { Need } from '../need.ts';
import { policy } from '../policy.ts';
import { publish } from '../publication.ts';
import { customerSupplier } from '../relations.ts';
import { supporting } from '../subdomain.ts';
import type { ContextMap } from '../system-map.ts';
import { publishedContracts } from './check-registry.ts';
import { registryFileName, registryFileOf, registryText, type RegistryText } from './registry-file.ts';

class Sold extends event('Sold', z.object({ id: z.string() })) {}
class Packed extends event('Packed', z.object({ id: z.string() })) {}
class Pack extends command('Pack', z.object({ id: z.string() })) {}
class Sale extends aggregate('Sale', {
  id: z.string(),
  state: z.object({}),
  events: [Sold],
  initial: () => ({}),
}) {}
class Parcel extends aggregate('Parcel', {
  id: z.string(),
  state: z.object({}),
  events: [Packed],
  initial: () => ({}),
}) {}

/** The first version of the contract that the tests change. */
export const saleV1 = z.object({ id: z.string(), total: z.int(), note: z.string().optional() });
/** The contract as it was published first. */
export const saleMade = contract('sales.sale-made', { v1: saleV1 });

/** A map of two contexts: sales publishes the contract (none for undefined), packing reads it. */
export function mapWith(made: Contract | undefined, needs: readonly Need[] = []): ContextMap {
  const sales = context('sales', {
    purpose: 'Sells',
    subdomain: supporting({ reviewed: '2026-09-01' }),
    team: 'Shop floor',
    aggregates: [Sale],
    handlers: [],
    publishes: made ? [publish(Sold, made, (each) => ({ id: each.id }))] : [],
  });
  const packing = context('packing', {
    purpose: 'Packs what was sold',
    subdomain: supporting({ reviewed: '2026-09-01' }),
    team: 'Warehouse',
    aggregates: [Parcel],
    needs,
    handlers: [handle(Pack, Parcel, { id: (each) => each.id, run: () => undefined })],
    policies: made
      ? [
          policy('pack what was sold', {
            when: made,
            then: (each: { id: string }) => new Pack({ id: each.id }),
          }),
        ]
      : [],
  });
  return contextMap('market', customerSupplier(sales, packing, { exposes: made ? [made] : [] }));
}

/** The registry as `metes contracts write` would write it. */
export function registryOf(map: ContextMap): readonly RegistryText[] {
  return publishedContracts(map).map(({ contract: each, team }) => ({
    path: `contract/${registryFileName(each)}`,
    text: registryText(registryFileOf(each, team)),
  }));
}
