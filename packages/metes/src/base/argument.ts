import { MetesError } from './errors.ts';
import { nameGiven } from './given.ts';

/** What belongs in a place: in words, what to type there, and how to tell. */
export interface Kind {
  /** Such as `a list of contracts`. */
  readonly what: string;
  /** Such as `[orderPlaced]`. */
  readonly write: string;
  /** The first place inside that is not as it has to be. */
  readonly faultOf: (given: unknown) => Fault | undefined;
}

/** A place that is not as it has to be. */
export interface Fault {
  /** From the value that was looked at: `.exposes[0]`; empty for the value itself. */
  readonly path: string;
  readonly given: unknown;
  readonly what: string;
  readonly write: string;
}

/** A kind of values that have no parts to look at. */
export function kind(what: string, write: string, is: (given: unknown) => boolean): Kind {
  return { what, write, faultOf: (given) => (is(given) ? undefined : { path: '', given, what, write }) };
}

/** The same, or nothing at all. */
export function optional(inner: Kind): Kind {
  return { ...inner, faultOf: (given) => (given === undefined ? undefined : inner.faultOf(given)) };
}

/** The same kind in other words. */
export function called(inner: Kind, what: string, write = inner.write): Kind {
  return {
    what,
    write,
    faultOf: (given) => {
      const fault = inner.faultOf(given);
      return fault?.path === '' ? { ...fault, what, write } : fault;
    },
  };
}

/** Either of two kinds; what is wrong is said in the words of the first one. */
export function either(first: Kind, second: Kind): Kind {
  return {
    ...first,
    faultOf: (given) => {
      const fault = first.faultOf(given);
      return fault && second.faultOf(given) ? fault : undefined;
    },
  };
}

/** One of some words. */
export function oneOf(...words: readonly string[]): Kind {
  const quoted = words.map((each) => `'${each}'`).join(' or ');
  return kind(quoted, quoted, (given) => words.includes(given as string));
}

/** A list of one kind, `of` in the plural. */
export function listOf(of: string, inner: Kind): Kind {
  const list = kind(`a list of ${of}`, `[${inner.write}]`, Array.isArray);
  return {
    ...list,
    // Spread, so that a hole in the list is seen as the undefined that it is.
    faultOf: (given) =>
      list.faultOf(given) ??
      firstFault([...(given as unknown[])].map((each, at) => [`[${at}]`, each, inner])),
  };
}

/** An object with these parts and no others. */
export function partsOf(what: string, parts: Readonly<Record<string, Kind>>, write = example(parts)): Kind {
  const whole = kind(what, write, isRecord);
  const known = `one of ${Object.keys(parts).join(', ')}`;
  return {
    ...whole,
    faultOf: (given) => {
      const fault = whole.faultOf(given);
      if (fault) return fault;
      const entries = given as Readonly<Record<string, unknown>>;
      // What is misspelt would be passed over in silence. `~` marks what is there for types only.
      const strange = Object.keys(entries).find(
        (each) => !Object.hasOwn(parts, each) && !each.startsWith('~'),
      );
      return (
        firstFault(Object.entries(parts).map(([name, inner]) => [`.${name}`, entries[name], inner])) ??
        (strange === undefined
          ? undefined
          : { path: `.${strange}`, given: entries[strange], what: known, write: known })
      );
    },
  };
}

/** An object that has whatever names, each of one kind, or each of a kind of its own. */
export function entriesOf(
  what: string,
  inner: Kind,
  { write = `{ name: ${inner.write} }`, names }: { readonly write?: string; readonly names?: Kind } = {},
): Kind {
  const whole = kind(what, write, isRecord);
  return {
    ...whole,
    faultOf: (given) => {
      const fault = whole.faultOf(given);
      if (fault) return fault;
      const entries = Object.entries(given as Readonly<Record<string, unknown>>);
      const strange = entries.find(([name]) => names?.faultOf(name));
      if (names && strange)
        return { path: `.${JSON.stringify(strange[0]).slice(1, -1)}`, given: strange[0], ...names };
      return firstFault(entries.map(([name, each]) => [`.${name}`, each, inner]));
    },
  };
}

/**
 * Refuses what the compiler would refuse too, for those who come around it: the arguments of a declaration, each against
 * what belongs there.
 *
 * @param call the function as it is typed, such as `policy`
 * @throws METES_ARGUMENT_INVALID naming the first argument, or part of it, that is something else
 * @example
 * mustFit('port', { name }, { name: line });
 */
export function mustFit(
  call: string,
  given: Readonly<Record<string, unknown>>,
  kinds: Readonly<Record<string, Kind>>,
): void {
  const fault = firstFault(Object.entries(kinds).map(([name, inner]) => [name, given[name], inner]));
  if (!fault) return;
  const { path, what, write } = fault;
  throw new MetesError('METES_ARGUMENT_INVALID', {
    call,
    argument: path,
    given: nameGiven(fault.given),
    what,
    write,
  });
}

/** The parts of a declaration that say something: one that is undefined is as good as left out. */
export function said<T extends object>(declaration: T): T {
  return Object.fromEntries(Object.entries(declaration).filter(([, each]) => each !== undefined)) as T;
}

function firstFault(places: readonly (readonly [string, unknown, Kind])[]): Fault | undefined {
  for (const [path, given, inner] of places) {
    const fault = inner.faultOf(given);
    if (fault) return { ...fault, path: `${path}${fault.path}` };
  }
  return undefined;
}

/** An object written with braces; it may be one of another realm, such as that of a test runner. */
export function isRecord(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  const base: unknown = Object.getPrototypeOf(given);
  return base === null || Object.getPrototypeOf(base) === null;
}

/** The parts that have to be there, as somebody would type them. */
function example(parts: Readonly<Record<string, Kind>>): string {
  const needed = Object.entries(parts).filter(([, { faultOf }]) => faultOf(undefined) !== undefined);
  return needed.length === 0
    ? '{ ... }'
    : `{ ${needed.map(([name, { write }]) => `${name}: ${write}`).join(', ')} }`;
}
