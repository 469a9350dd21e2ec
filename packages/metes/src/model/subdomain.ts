import { listOf, mustFit, oneOf, optional, partsOf, said } from '../base/argument.ts';
import { count, lineSuchAs, text, textSuchAs } from './kinds.ts';

/** How much a part of the business matters, which decides how much effort goes there. */
export type SubdomainClass = 'core' | 'supporting' | 'generic';

/** How a subdomain is come by: made here, bought ready, taken from a free project, made by others to our order. */
export type Implementation = 'built' | 'bought' | 'open source' | 'outsourced';

/** What a subdomain was classified as before. */
export interface PastClass {
  readonly class: SubdomainClass;
  /** The day on which that ended, `YYYY-MM-DD`. */
  readonly until: string;
  /** Why it was classified anew. */
  readonly because: string;
}

/** What is said of a subdomain besides its class. */
export interface SubdomainDeclaration {
  /** The day of the last review, `YYYY-MM-DD`; classifications drift and are reviewed at least yearly. */
  readonly reviewed: string;
  /** The part of the business, where it has another name than the context. */
  readonly name?: string;
  /** `bought` for a generic subdomain, `built` for the others, when nothing else is said. */
  readonly implementation?: Implementation;
  /** The team that answers for the classification, where it is not the team of the context. */
  readonly owner?: string;
  /** How many lines of own code it may have. A generic subdomain has 1,000 when nothing else is said, others no bound. */
  readonly budget?: number;
  /** What it was before, the oldest first. */
  readonly history?: readonly PastClass[];
}

/** The classification of a context's subdomain. */
export interface Subdomain extends SubdomainDeclaration {
  readonly class: SubdomainClass;
  readonly implementation: Implementation;
  readonly history: readonly PastClass[];
}

const day = textSuchAs("'2026-09-01'");
const parts = {
  reviewed: day,
  name: optional(lineSuchAs("'Stock keeping'")),
  implementation: optional(oneOf('built', 'bought', 'open source', 'outsourced')),
  owner: optional(lineSuchAs("'Checkout'")),
  budget: optional(count),
  history: optional(
    listOf(
      'past classes',
      partsOf('a past class', { class: oneOf('core', 'supporting', 'generic'), until: day, because: text }),
    ),
  ),
};
const declared = partsOf('what is said of a subdomain', parts);

/** A classification as a context has it. */
export const subdomainKind = partsOf(
  'the classification of a subdomain',
  { class: oneOf('core', 'supporting', 'generic'), ...parts },
  "supporting({ reviewed: '2026-09-01' })",
);

/** What sets the business apart: built in-house with the most care. */
export const core = (declaration: SubdomainDeclaration): Subdomain => classified('core', declaration);

/** What the business needs and nobody buys it for. */
export const supporting = (declaration: SubdomainDeclaration): Subdomain =>
  classified('supporting', declaration);

/** What everybody has: bought, and wrapped thinly. */
export const generic = (declaration: SubdomainDeclaration): Subdomain => classified('generic', declaration);

/** What is so unless it is said otherwise. */
const usual: Readonly<Record<SubdomainClass, Pick<Subdomain, 'implementation' | 'budget'>>> = {
  core: { implementation: 'built' },
  supporting: { implementation: 'built' },
  generic: { implementation: 'bought', budget: 1_000 },
};

function classified(is: SubdomainClass, declaration: SubdomainDeclaration): Subdomain {
  mustFit(is, { declaration }, { declaration: declared });
  return { ...usual[is], history: [], ...said(declaration), class: is };
}
