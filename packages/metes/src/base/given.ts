/** Parts by which the things that are declared are known: each holds the name. */
const marks = [
  'contract',
  'policy',
  'call',
  'deadline',
  'projection',
  'tally',
  'port',
  'translator',
  'unit',
  'model',
] as const;

/** How many characters of a text are shown. */
const longest = 40;

/**
 * What a value is, in a few words.
 *
 * @example nameGiven(orderPlaced) // the contract ordering.order-placed
 */
export function nameGiven(given: unknown): string {
  if (typeof given === 'string')
    return JSON.stringify(given.length > longest ? `${given.slice(0, longest)}...` : given);
  if (typeof given === 'function') return nameOfFunction(given);
  if (Array.isArray(given)) return given.length === 0 ? 'an empty list' : 'a list';
  if (typeof given !== 'object' || given === null) return String(given);
  const named = given as Readonly<Record<string, unknown>>;
  const mark = marks.find((each) => typeof named[each] === 'string');
  if (mark !== undefined) return `the ${mark} ${String(named[mark])}`;
  if ('upstream' in named) return 'a relation';
  if ('aggregates' in named) return `the context ${String(named['name'])}`;
  if ('outside' in named) return `the outside ${String(named['name'])}`;
  return '~standard' in named ? 'a schema' : 'an object';
}

function nameOfFunction(given: Function): string {
  if ('type' in given && typeof given.type === 'string') return `the class ${given.type}`;
  return given.name === '' ? 'a function' : `the function ${given.name}`;
}
