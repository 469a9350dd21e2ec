import { entriesOf, isRecord, type Kind, kind, optional, partsOf } from '../base/argument.ts';
import { callback, schema, textSuchAs } from '../base/kinds.ts';

const casts = optional(
  entriesOf('a function for each version', callback, { write: '{ v1: (old) => ({ ...old }) }' }),
);
/** `readSunsets` says what is wrong with an end, and of which version. */
const end = kind('an end', "'2027-03-01'", () => true);

/** What is said of the versions of a contract, besides their schemas. */
const besides: Readonly<Record<string, Kind>> = {
  upcast: casts,
  downcast: casts,
  sunset: optional(entriesOf('the end of a version', end, { write: "{ v1: '2027-03-01' }" })),
  compatibility: optional(textSuchAs("'BACKWARD_TRANSITIVE'")),
  breaking: optional(entriesOf('why a version breaks', textSuchAs("'...'"), { write: "{ v2: '...' }" })),
};

const versions = entriesOf('the versions of a contract', schema, { write: '{ v1: z.object({ ... }) }' });

/** What a contract is declared with. Whether the versions follow one another is another check. */
export const declarationKind: Kind = {
  ...versions,
  faultOf: (given) => {
    if (!isRecord(given)) return versions.faultOf(given);
    const entries = Object.entries(given as object);
    const isBesides = ([name]: readonly [string, unknown]): boolean => Object.hasOwn(besides, name);
    const said = partsOf('what is said of the versions', besides);
    return (
      versions.faultOf(Object.fromEntries(entries.filter((each) => !isBesides(each)))) ??
      said.faultOf(Object.fromEntries(entries.filter(isBesides)))
    );
  },
};
