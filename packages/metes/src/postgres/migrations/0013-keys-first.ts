/**
 * Whatever asks for an answer or a tally names all of its key, so the columns may stand in any order; and a comparison in an
 * index goes on to the next column only where this one is equal.
 */
export const keysFirst = /* sql */ `
-- What differs most comes first. With the same few routes and tallies in front, each step down an index compared two
-- texts that were equal nearly always before it came to the one that tells.
alter table answers drop constraint answers_pkey, add primary key (key, principal, route);
alter table tallies drop constraint tallies_pkey, add primary key (key, tally);
`;
