import { type Kind, listOf, optional, partsOf } from '../base/argument.ts';
import { callKind } from './call.ts';
import { deadlineKind } from './deadline.ts';
import { handlerKind } from './handler.ts';
import { aggregateClass, line, lineSuchAs, tally, text, textSuchAs } from './kinds.ts';
import { languageKind } from './language.ts';
import { needKind } from './need.ts';
import { policyKind } from './policy.ts';
import { projectionKind } from './projection.ts';
import { publicationKind } from './publication.ts';
import { routeKind } from './route-kinds.ts';
import { subdomainKind } from './subdomain.ts';

const list = (of: string, inner: Kind): Kind => optional(listOf(of, inner));

/** What the arguments of `context` have to be. */
export const contextArguments: Readonly<Record<'name' | 'declaration', Kind>> = {
  name: textSuchAs("'ordering'"),
  declaration: partsOf('what is said of a context', {
    // There where a context is made of another one; its own name is the one that counts.
    name: optional(line),
    purpose: text,
    subdomain: subdomainKind,
    team: lineSuchAs("'Checkout'"),
    aggregates: listOf('classes of aggregates', aggregateClass),
    handlers: listOf('handlers', handlerKind),
    language: optional(languageKind),
    experts: list('names', line),
    publishes: list('publications', publicationKind),
    needs: list('needs', needKind),
    policies: list('policies', policyKind),
    calls: list('calls', callKind),
    deadlines: list('deadlines', deadlineKind),
    projections: list('projections', projectionKind),
    tallies: list('tallies', tally),
    routes: list('routes', routeKind),
  }),
};
