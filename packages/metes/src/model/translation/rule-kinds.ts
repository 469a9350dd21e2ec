import {
  called,
  either,
  entriesOf,
  isRecord,
  type Kind,
  kind,
  listOf,
  optional,
  partsOf,
} from '../../base/argument.ts';
import { callback, lineSuchAs, partOf, schema } from '../kinds.ts';
import { unitKind } from './unit.ts';

/** The name of a foreign field. */
export const fieldKind = lineSuchAs("'amount_cents'");

const someFields = kind(
  'the name of a foreign field, or a list of names',
  "'amount_cents'",
  (given) =>
    Array.isArray(given) && given.length > 0 && given.every((each) => fieldKind.faultOf(each) === undefined),
);

/** One foreign field, or several. */
export const fieldsKind = either(someFields, fieldKind);

/** A class of value objects. */
export const modelClassKind = kind(
  'a class of value objects',
  'Money',
  (given) => typeof partOf(given, 'valueName') === 'string' && typeof partOf(given, 'schema') === 'function',
);

/** The own side of a translator. */
export const ownModelKind = either(called(schema, 'a schema or a class of value objects'), modelClassKind);

/** The foreign side of a translator. */
export const foreignModelKind = either(
  called(schema, 'a schema or a version of a foreign model', 'charge.v1'),
  partsOf('a version of a foreign model', { model: fieldKind, version: fieldKind, schema }),
);

/** How a foreign field becomes an own one. */
export const wayKind = optional(
  either(called(unitKind, 'a type, a unit or a function'), either(ownModelKind, callback)),
);

/** What a table says of each word. */
export const entriesKind = entriesOf(
  'an object of foreign words and ours',
  kind('what the word is to us', "'...'", (given) => given !== undefined),
  { write: "{ succeeded: 'completed' }" },
);

/** The end of a table. */
export const otherwiseKind = optional(
  kind(
    'what any other word is to us',
    "otherwise('unknown')",
    (given) => given !== null && typeof given === 'object' && 'own' in given,
  ),
);

const rule = kind(
  'a rule',
  "from('a foreign field')",
  (given) =>
    typeof partOf(given, 'kind') === 'string' &&
    listOf('names', fieldKind).faultOf(partOf(given, 'foreign')) === undefined,
);

const rules = entriesOf('a rule for each own field', rule, { write: "{ amount: from('amount_cents') }" });
// An own field may be called `dropped`: then it has a rule and not a list.
const dropped = either(
  called(listOf('names of foreign fields', fieldKind), 'a list of names', "['failure_code']"),
  rule,
);

/** The rules of a translator, and what it drops. */
export const rulesKind: Kind = {
  ...rules,
  faultOf: (given) => {
    if (!isRecord(given)) return rules.faultOf(given);
    const { dropped: list, ...rest } = given as Readonly<Record<string, unknown>>;
    const fault = list === undefined ? undefined : dropped.faultOf(list);
    return rules.faultOf(rest) ?? (fault && { ...fault, path: `.dropped${fault.path}` });
  },
};
