import type { Publication } from './publication.ts';
import type { AggregateType } from '../domain/aggregate.ts';
import type { Tally } from '../domain/tally.ts';
import type { Call } from './call.ts';
import type { Deadline } from './deadline.ts';
import type { Handler } from './handler.ts';
import type { Glossary, Language } from './language.ts';
import type { Policy } from './policy.ts';
import type { Projection } from './projection.ts';
import type { Route } from './route.ts';
import type { Subdomain } from './subdomain.ts';

/** Everything that a context owns, on one screen. */
export interface ContextDeclaration {
  /** What it is for, in one sentence. */
  readonly purpose: string;
  readonly subdomain: Subdomain;
  readonly team: string;
  readonly language?: Language;
  /** The domain experts who were asked where the boundary runs. */
  readonly experts?: readonly string[];
  readonly aggregates: readonly AggregateType[];
  readonly handlers: readonly Handler[];
  readonly publishes?: readonly Publication[];
  readonly policies?: readonly Policy[];
  readonly calls?: readonly Call[];
  readonly deadlines?: readonly Deadline[];
  readonly projections?: readonly Projection[];
  readonly tallies?: readonly Tally[];
  readonly routes?: readonly Route[];
}

/** A bounded context: pure data, nothing runs until it is started. */
export interface Context<Name extends string = string> extends Required<
  Omit<ContextDeclaration, 'language'>
> {
  readonly name: Name;
  readonly language: Glossary;
}
