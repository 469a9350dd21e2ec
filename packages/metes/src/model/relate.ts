import { MetesError } from '../base/errors.ts';
import type { Contract } from '../contract/contract.ts';
import type { Party } from './outside.ts';
import type { Port } from './port.ts';
import type { Difference, GuestRole, HostRole, Relation, RelationKind } from './relation.ts';
import type { Translator } from './translator.ts';

/** How a downstream takes what its upstream offers. */
export interface Guest<
  Role extends GuestRole = GuestRole,
  Translators extends readonly Translator[] = readonly Translator[],
> {
  readonly guest: Role;
  readonly translators: Translators;
}

/** What can be said of every relation along which something crosses. */
export interface RelationTerms {
  /** Contracts that cross the relation, from either side. */
  readonly exposes?: readonly Contract[];
  /** Ports through which one side calls an API of the other. */
  readonly through?: readonly Port[];
  /** Words that mean something else on either side; a word alone stands for what the two languages say of it. */
  readonly differs?: readonly (string | Difference)[];
  readonly because?: string;
}

/** What can be said of a relation in which one model leads. */
export interface DirectedTerms extends RelationTerms {
  /** What the upstream offers. */
  readonly host?: readonly HostRole[];
  /** How the downstream takes it. */
  readonly downstream?: Guest;
}

/** A relation as it is, without a look at what it was given. */
export function relate(
  kind: RelationKind,
  upstream: Party,
  downstream: Party,
  terms: DirectedTerms = {},
): Relation<never> {
  const { exposes = [], through = [], differs = [], host = [], downstream: guest, because } = terms;
  return {
    kind,
    upstream,
    downstream,
    host,
    translators: [],
    ...guest,
    exposes,
    through,
    differs: differs.map((each) =>
      typeof each === 'string' ? difference(each, upstream, downstream) : each,
    ),
    ...(because !== undefined && { because }),
  };
}

/** What both languages say of a word. */
function difference(term: string, upstream: Party, downstream: Party): Difference {
  const meaningFor = (party: Party): string => {
    const word = Object.keys(party.language).find((each) => each.toLowerCase() === term.toLowerCase());
    if (word !== undefined) return party.language[word]!.meaning;
    const values = { one: upstream.name, other: downstream.name, term, party: party.name };
    throw new MetesError('METES_MAP_DIFFERENCE_UNKNOWN', values);
  };
  return { term, upstream: meaningFor(upstream), downstream: meaningFor(downstream) };
}
