import { z } from 'zod';
import { type Contract, contract } from '../../contract/contract.ts';
import { aggregate, type AggregateType } from '../../domain/aggregate.ts';
import { event } from '../../domain/event.ts';
import { identifier } from '../../domain/identifier.ts';
import {
  type Context,
  context,
  type ContextDeclaration,
  type ContextMap,
  eventual,
  isOutside,
  type Kernel,
  type Party,
  policy,
  publish,
  type Relation,
  supporting,
} from '../index.ts';
import { breachesOf } from './index.ts';
import type { Breach, MapFacts } from './rule.ts';

const empty = z.object({});
const Id = identifier('test.Id');

/** What happens in the publishers of these tests. */
export class Happened extends event('Happened', empty) {}

/** Where it happens; declared at length, for its base class cannot be named outside. */
export const Thing: AggregateType = class extends aggregate('Thing', {
  id: Id,
  state: empty,
  events: [Happened],
  initial: () => ({}),
}) {};

/** A context in which nothing is doubtful: experts were asked, its three words mean what they mean nowhere else. */
export function sound(name: string, more: Partial<ContextDeclaration> = {}): Context {
  return context(name, {
    purpose: `Does what ${name} does`,
    subdomain: supporting({ reviewed: '2026-09-01' }),
    team: 'Everybody',
    experts: ['Ada'],
    language: Object.fromEntries(
      ['Order', 'Customer', 'Product'].map((word) => [word, `${word} as in ${name}.`]),
    ),
    aggregates: [],
    handlers: [],
    ...more,
  });
}

/** A context that publishes `<name>.happened`, and that contract. */
export function publisher(name: string): { readonly happened: Contract; readonly context: Context } {
  const happened = contract(`${name}.happened`, { v1: empty });
  const publication = publish(Happened, happened, () => ({}), eventual('5s'));
  return { happened, context: sound(name, { aggregates: [Thing], publishes: [publication] }) };
}

/** A context that reacts to a contract. */
export function hearer(name: string, when: Contract): Context {
  return sound(name, { policies: [policy('hear', { when, then: () => undefined })] });
}

/** Words whose meaning differs between any two sound contexts. */
export const differs = ['Order', 'Customer', 'Product'] as const;

/** A kernel as it has to be. */
export const money: Kernel = {
  name: 'money',
  owner: 'Checkout',
  version: '1.2.0',
  budget: 300,
  path: 'kernel/money',
  contents: ['Money'],
};

/** A map that nobody has checked yet, as one read from a file would be. */
export function unchecked(...parts: readonly (Relation | Party)[]): ContextMap {
  const relations = parts.filter((each): each is Relation => 'kind' in each);
  const alone = parts.filter((each): each is Party => !('kind' in each));
  const parties = [...new Set([...alone, ...relations.flatMap((each) => [each.upstream, each.downstream])])];
  return {
    name: 'm',
    contexts: parties.filter((each): each is Context => !isOutside(each)),
    outsides: parties.filter(isOutside),
    relations,
  };
}

/** What breaks the rules of such a map, but for boundaries that cite too little unless that is asked for. */
export function breaches(map: ContextMap, facts: MapFacts = {}): readonly Breach[] {
  return breachesOf(map, facts).filter(({ code }) => code !== 'METES_MAP_BOUNDARY_FICTIONAL');
}

/** The codes of what breaks the rules, errors marked with an exclamation mark. */
export function codes(map: ContextMap, facts: MapFacts = {}): readonly string[] {
  return breaches(map, facts).map(({ code, severity }) => (severity === 'error' ? `${code}!` : code));
}
