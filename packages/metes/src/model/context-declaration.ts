import type { Publication } from './publication.ts';
import type { AggregateType } from '../domain/aggregate.ts';
import type { Tally } from '../domain/tally.ts';
import type { Call } from './call.ts';
import type { Deadline } from './deadline.ts';
import type { Handler } from './handler.ts';
import type { Glossary, Language } from './language.ts';
import type { Need } from './need.ts';
import type { Policy } from './policy.ts';
import type { Projection } from './projection.ts';
import type { Route } from './route.ts';
import type { Subdomain } from './subdomain.ts';

/** Everything that a context owns, on one screen. */
export interface ContextDeclaration<Publishes extends string = string, Hears extends string = string> {
  /** What it is for, in one sentence. */
  readonly purpose: string;
  readonly subdomain: Subdomain;
  readonly team: string;
  readonly language?: Language;
  /** The domain experts who were asked where the boundary runs. */
  readonly experts?: readonly string[];
  readonly aggregates: readonly AggregateType[];
  readonly handlers: readonly Handler[];
  readonly publishes?: readonly Publication<Publishes>[];
  /** What it reads of the contracts of others, field by field. */
  readonly needs?: readonly Need[];
  readonly policies?: readonly Policy<Hears>[];
  readonly calls?: readonly Call<Hears>[];
  readonly deadlines?: readonly Deadline[];
  readonly projections?: readonly Projection<any, Hears>[];
  readonly tallies?: readonly Tally[];
  readonly routes?: readonly Route[];
}

/**
 * A bounded context: pure data, nothing runs until it is started. Its type says, besides, which contracts it publishes
 * and hears, by name.
 */
export interface Context<
  Name extends string = string,
  Publishes extends string = string,
  Hears extends string = string,
> extends Required<Omit<ContextDeclaration, 'language'>> {
  readonly name: Name;
  readonly language: Glossary;
  /** Only for types. */
  readonly '~publishes'?: Publishes;
  /** Only for types. */
  readonly '~hears'?: Hears;
}
