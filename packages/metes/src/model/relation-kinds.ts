import {
  called,
  either,
  kind,
  type Kind,
  listOf,
  mustFit,
  oneOf,
  optional,
  partsOf,
} from '../base/argument.ts';
import { atMostLine, contract, line, lineSuchAs, party, port, relation, text, translator } from './kinds.ts';
import type { RelationKind } from './relation.ts';

const guest = partsOf(
  'conformist() or acl(...)',
  { guest: oneOf('conformist', 'antiCorruption'), translators: listOf('translators', translator) },
  'conformist()',
);

const difference = either(
  partsOf(
    'a word, alone or with its two meanings,',
    { term: line, upstream: text, downstream: text },
    "'Order'",
  ),
  line,
);

const terms = {
  exposes: optional(listOf('contracts', contract)),
  through: optional(listOf('ports', port)),
  differs: optional(listOf('words', difference)),
  because: optional(text),
};

const directed = {
  ...terms,
  host: optional(listOf('roles of a host', oneOf('openHost', 'publishedLanguage'))),
  downstream: optional(guest),
};

/** The form of a kernel. What it has to say, and where it may lie, is judged on the map, which knows who shares it. */
const kernel = partsOf(
  'a kernel',
  {
    name: lineSuchAs("'money'"),
    owner: optional(atMostLine("'Checkout'")),
    version: optional(atMostLine("'1.0.0'")),
    budget: optional(kind('a number of lines', '300', (given) => typeof given === 'number')),
    path: optional(atMostLine("'kernel/money'")),
    contents: listOf('names', line),
  },
  "{ name: 'money', owner: 'Checkout', version: '1.0.0', budget: 300, path: 'kernel/money', contents: ['Money'] }",
);

/** What the terms of each kind of relation have to be. */
const termsOf: Readonly<Record<RelationKind, Kind>> = {
  partnership: optional(partsOf('the terms of a partnership', terms)),
  sharedKernel: partsOf('the terms of a shared kernel', { ...terms, kernel }),
  customerSupplier: partsOf('the terms of the relation', directed, '{ exposes: [] }'),
  upstream: optional(partsOf('the terms of the relation', directed)),
  // What crosses nevertheless is for the map to refuse.
  separateWays: optional(partsOf('the reason', directed, "{ because: '...' }")),
};

/** @throws METES_ARGUMENT_INVALID for what cannot be the two ends of a relation, or its terms */
export function mustRelate(is: RelationKind, ends: Readonly<Record<string, unknown>>, said: unknown): void {
  const parties = Object.fromEntries(Object.keys(ends).map((end) => [end, party]));
  mustFit(is, { ...ends, terms: said }, { ...parties, terms: termsOf[is] });
}

/** @throws METES_ARGUMENT_INVALID for an anti-corruption layer of anything but translators */
export function mustTranslate(translators: unknown): void {
  mustFit('acl', { translators }, { translators: listOf('translators', translator) });
}

/** What a map is made of. */
export const mapArguments: Readonly<Record<'name' | 'parts', Kind>> = {
  name: lineSuchAs("'shop'"),
  parts: listOf(
    'relations, contexts and outsides',
    either(called(party, 'a relation, a context or an outside'), relation),
  ),
};
